"""Miniatures with faults in the WebSocket of protocol v2: proxies between the client and the mock."""

import json
from collections.abc import Callable
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from contract_tests.client.exchange import SOCKET
from miniatures.http_messages import OWNERS
from miniatures.miniature import Mock, wrong

OPERATION = "stream_thread_events"

Frame = dict[str, Any]


class Proxy:
    """Proxy of one connection that can replace the client's commands and the mock's frames."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self._receive = receive
        self._send = send
        self.commands: list[str] = []
        """Methods of the commands received so far."""

    async def pass_on(
        self,
        mock: Mock,
        *,
        request: Callable[[Frame], Frame] = lambda command: command,
        change_frames: Callable[[Frame], list[Frame]] = lambda frame: [frame],
    ) -> None:
        async def receive() -> Message:
            message = await self._receive()
            command = read(message)
            if command is None:
                return message
            self.commands.append(command["method"])
            return {**message, "text": json.dumps(request(command))}

        async def send(message: Message) -> None:
            frame = read(message)
            for each in [None] if frame is None else change_frames(frame):
                await self._send(message if each is None else {**message, "text": json.dumps(each)})

        await mock.app(self.scope, receive, send)


def read(message: Message) -> Frame | None:
    """Return the object in the frame, or `None` if it has none."""
    try:
        value = json.loads(message.get("text", ""))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def wrong_socket(check: str) -> Callable[[Any], Any]:
    return wrong(check, OPERATION, method=SOCKET)


def status(frame: Frame) -> str | None:
    """Return the status of the run if the frame is a `lifecycle` event, or `None`."""
    return frame["params"]["data"]["event"] if frame.get("method") == "lifecycle" else None


@wrong_socket("events.socket.events")
async def a_socket_omits_live_messages(mock: Mock, *line: Any) -> None:
    proxy = Proxy(*line)

    def change_frames(frame: Frame) -> list[Frame]:
        now = "run.start" in proxy.commands and frame.get("method") == "messages"
        return [] if now else [frame]

    await proxy.pass_on(mock, change_frames=change_frames)


@wrong_socket("events.socket.commands")
async def a_socket_starts_no_run_without_a_subscription(mock: Mock, *line: Any) -> None:
    proxy = Proxy(*line)

    def change_frames(frame: Frame) -> list[Frame]:
        is_refused = frame.get("id") == 3 and proxy.commands == [
            "subscription.subscribe",
            "subscription.unsubscribe",
            "run.start",
        ]
        error = {"type": "error", "id": 3, "error": "invalid_argument", "message": "not supported"}
        return [error if is_refused else frame]

    await proxy.pass_on(mock, change_frames=change_frames)


@wrong_socket("events.socket.replay")
async def a_socket_replays_no_values(mock: Mock, *line: Any) -> None:
    proxy, commands = Proxy(*line), list[Frame]()

    def noted(command: Frame) -> Frame:
        commands.append(command)
        return command

    def change_frames(frame: Frame) -> list[Frame]:
        is_plain = not any("namespaces" in each.get("params", {}) for each in commands)
        past = proxy.commands == ["subscription.subscribe"] and frame.get("method") == "values"
        return [] if past and is_plain else [frame]

    await proxy.pass_on(mock, request=noted, change_frames=change_frames)


@wrong_socket("events.socket.filters")
async def a_subscription_ignores_the_depth(mock: Mock, *line: Any) -> None:
    def without_depth(command: Frame) -> Frame:
        params = {name: each for name, each in command.get("params", {}).items() if name != "depth"}
        return {**command, "params": params}

    await Proxy(*line).pass_on(mock, request=without_depth)


@wrong_socket("events.socket.no_duplicates")
async def events_are_repeated_for_each_subscription(mock: Mock, *line: Any) -> None:
    proxy = Proxy(*line)

    def change_frames(frame: Frame) -> list[Frame]:
        several = proxy.commands.count("subscription.subscribe") > 1
        return [frame, frame] if several and status(frame) == "running" else [frame]

    await proxy.pass_on(mock, change_frames=change_frames)


@wrong_socket("events.socket.run_start")
async def a_run_of_a_socket_is_enqueued(mock: Mock, *line: Any) -> None:
    def changed(command: Frame) -> Frame:
        params = command.get("params", {})
        return {
            **command,
            "params": {name: value for name, value in params.items() if name != "multitaskStrategy"},
        }

    await Proxy(*line).pass_on(mock, request=changed)


@wrong_socket("events.socket.unsubscribe")
async def unsubscribe_has_no_effect(mock: Mock, *line: Any) -> None:
    def changed(command: Frame) -> Frame:
        if command["method"] != "subscription.unsubscribe":
            return command
        return {**command, "method": "subscription.subscribe", "params": {"channels": ["lifecycle"]}}

    await Proxy(*line).pass_on(mock, request=changed)


@wrong_socket("events.socket.reconnect")
async def reconnecting_repeats_the_last_event(mock: Mock, *line: Any) -> None:
    def changed(command: Frame) -> Frame:
        params = command.get("params", {})
        return (
            {**command, "params": {**params, "since": params["since"] - 1}} if "since" in params else command
        )

    await Proxy(*line).pass_on(mock, request=changed)


@wrong_socket("events.socket.invalid_message")
async def an_invalid_message_is_an_unknown_command(mock: Mock, *line: Any) -> None:
    def change_frames(frame: Frame) -> list[Frame]:
        broken = frame["type"] == "error" and frame["id"] is None
        return [{**frame, "error": "unknown_command"} if broken else frame]

    await Proxy(*line).pass_on(mock, change_frames=change_frames)


@wrong_socket("events.socket.agent_tree")
async def trees_have_no_branches(mock: Mock, *line: Any) -> None:
    def change_frames(frame: Frame) -> list[Frame]:
        tree = frame.get("result", {}).get("tree")
        return [{**frame, "result": {"tree": {**tree, "children": []}}} if tree else frame]

    await Proxy(*line).pass_on(mock, change_frames=change_frames)


@wrong_socket("events.socket.isolation")
async def every_owner_subscribes_to_every_thread(mock: Mock, *line: Any) -> None:
    proxy = Proxy(*line)
    first, other = ([(name.encode(), text.encode()) for name, text in each.items()] for each in OWNERS)
    kept = [pair for pair in proxy.scope["headers"] if pair not in other]
    is_foreign = len(kept) < len(proxy.scope["headers"])
    proxy.scope = {**proxy.scope, "headers": [*kept, *first]}
    await proxy.pass_on(mock, request=without_runs if is_foreign else same)


@wrong_socket("events.socket.run_start_isolation")
async def every_owner_runs_on_every_thread_of_a_socket(mock: Mock, *line: Any) -> None:
    proxy = Proxy(*line)
    first, other = ([(name.encode(), text.encode()) for name, text in each.items()] for each in OWNERS)
    kept = [pair for pair in proxy.scope["headers"] if pair not in other]
    is_foreign = len(kept) < len(proxy.scope["headers"])
    proxy.scope = {**proxy.scope, "headers": [*kept, *first]}
    await proxy.pass_on(mock, request=only_runs if is_foreign else same)


def same(command: Frame) -> Frame:
    return command


def without_runs(command: Frame) -> Frame:
    return {**command, "method": "no.such.command"} if command["method"] == "run.start" else command


def only_runs(command: Frame) -> Frame:
    return command if command["method"] == "run.start" else {**command, "method": "no.such.command"}
