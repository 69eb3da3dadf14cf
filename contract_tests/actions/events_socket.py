"""Commands and events of protocol v2 over a WebSocket."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from contract_tests.actions.events import EVERYTHING, LONGEST, ends, starting
from contract_tests.client.operation_request import Question
from contract_tests.client.stream import StreamedEvent
from contract_tests.client.target import Owner
from contract_tests.client.websocket import Socket
from contract_tests.contract import Json
from contract_tests.findings.finding import NotOffered, NotTestable
from contract_tests.harness.trial import Trial

OPERATION = "stream_thread_events"
"""Operation whose path also accepts WebSocket connections."""


@contextmanager
def connected(trial: Trial, thread_id: str, *, other: bool = False) -> Iterator[Socket]:
    """Open the WebSocket of a thread. Received frames are validated at the end."""
    setting, exchanges = trial.setting, trial.exchanges
    url = trial.requests.url(setting.contract.by_id[OPERATION], Question({"thread_id": thread_id}))
    place = len(exchanges)
    owner: Owner = "other" if other else "first"
    with setting.target.socket(url, owner=owner, operation_id=OPERATION) as socket:
        exchanges.append(socket.exchange)
        try:
            yield socket
        finally:
            trial.note_end(socket.exchange, place)
    trial.shaped(socket.exchange)


@contextmanager
def connection(trial: Trial, thread_id: str, *, other: bool = False) -> Iterator[Socket]:
    with connected(trial, thread_id, other=other) as socket:
        said = socket.exchange
        if said.failed:
            raise NotTestable("the target does not open a WebSocket", said)
        if not socket.is_open:
            raise NotOffered("the target has no WebSocket", said)
        yield socket


def command(trial: Trial, socket: Socket, command_id: int, method: str, **params: Json) -> Json:
    """Send a command and return its response; an empty object if none arrives."""
    socket.send(json.dumps({"id": command_id, "method": method, "params": params}))
    answer = socket.answer(
        lambda said: isinstance(said, Mapping) and said.get("id") == command_id,
        trial.patient(LONGEST),
    )
    return answer or {}


def succeed(trial: Trial, socket: Socket, command_id: int, method: str, **params: Json) -> Json:
    """Send a command and return its result."""
    answer = command(trial, socket, command_id, method, **params)
    if answer.get("type") != "success":
        problem = answer.get("error", "nothing")
        raise NotTestable(f"{method} returns {problem} on a WebSocket", socket.exchange)
    return answer["result"]


def subscribe(trial: Trial, socket: Socket, command_id: int, *channels: str) -> str:
    """Subscribe to these channels, by default to all; return the subscription's id."""
    wanted = [*(channels or EVERYTHING)]
    result = succeed(trial, socket, command_id, "subscription.subscribe", channels=wanted)
    return str(result["subscription_id"])


def run(trial: Trial, socket: Socket, command_id: int, **params: Json) -> Sequence[StreamedEvent]:
    """Start a run and return its events, from the first to the last."""
    before = len(socket.exchange.events)
    succeed(trial, socket, command_id, "run.start", **starting(trial, **params))
    return to_the_end(trial, socket, before)


def to_the_end(trial: Trial, socket: Socket, before: int = 0) -> Sequence[StreamedEvent]:
    """Return all events after the first `before` ones, waiting for the end of the run if necessary."""
    if not any(map(ends, socket.exchange.events[before:])):
        socket.hear(ends, trial.patient(LONGEST))
    return socket.exchange.events[before:]
