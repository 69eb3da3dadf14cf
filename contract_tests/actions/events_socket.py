"""Commands and events of protocol v2 over a WebSocket."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from contract_tests.actions.events import ALL_CHANNELS, EVENT_SECONDS, is_end, run_start_params
from contract_tests.client.operation_request import OperationRequest
from contract_tests.client.stream import StreamedEvent
from contract_tests.client.target import Owner
from contract_tests.client.websocket import Socket
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked, NotOffered
from contract_tests.harness.check_context import CheckContext

OPERATION = "stream_thread_events"
"""Operation whose path also accepts WebSocket connections."""


@contextmanager
def open_websocket(ctx: CheckContext, thread_id: str, *, other: bool = False) -> Iterator[Socket]:
    """Open the WebSocket of a thread. Received frames are validated at the end."""
    run_context, exchanges = ctx.run_context, ctx.exchanges
    url = ctx.requests.url(run_context.contract.by_id[OPERATION], OperationRequest({"thread_id": thread_id}))
    place = len(exchanges)
    owner: Owner = "other" if other else "first"
    with run_context.target.socket(url, owner=owner, operation_id=OPERATION) as socket:
        exchanges.append(socket.exchange)
        try:
            yield socket
        finally:
            ctx.note_end(socket.exchange, place)
    ctx.validated(socket.exchange)


@contextmanager
def connect(ctx: CheckContext, thread_id: str, *, other: bool = False) -> Iterator[Socket]:
    with open_websocket(ctx, thread_id, other=other) as socket:
        exchange = socket.exchange
        if exchange.failed:
            raise Blocked("the target does not open a WebSocket", exchange)
        if not socket.is_open:
            raise NotOffered("the target has no WebSocket", exchange)
        yield socket


def send_command(ctx: CheckContext, socket: Socket, command_id: int, method: str, **params: Json) -> Json:
    """Send a command and return its response; an empty object if none arrives."""
    socket.send(json.dumps({"id": command_id, "method": method, "params": params}))
    response = socket.response_to(
        lambda frame: isinstance(frame, Mapping) and frame.get("id") == command_id,
        ctx.patient(EVENT_SECONDS),
    )
    return response or {}


def outcome(response: Json) -> str:
    """Return `success`, the error, or that no response came."""
    return str(response.get("error") or response.get("type") or "no response")


def command_to_success(
    ctx: CheckContext, socket: Socket, command_id: int, method: str, **params: Json
) -> Json:
    """Send a command and return its result."""
    response = send_command(ctx, socket, command_id, method, **params)
    if response.get("type") != "success":
        problem = response.get("error", "nothing")
        raise Blocked(f"{method} returns {problem} on a WebSocket", socket.exchange)
    return response["result"]


def subscribe(ctx: CheckContext, socket: Socket, command_id: int, *channels: str, **options: Json) -> str:
    """Subscribe to these channels, by default to all; return the subscription's id."""
    params = {"channels": [*(channels or ALL_CHANNELS)], **options}
    result = command_to_success(ctx, socket, command_id, "subscription.subscribe", **params)
    return str(result["subscription_id"])


def events_of_run(
    ctx: CheckContext, socket: Socket, command_id: int, **params: Json
) -> Sequence[StreamedEvent]:
    """Start a run and return its events, from the first to the last."""
    before = len(socket.exchange.events)
    command_to_success(ctx, socket, command_id, "run.start", **run_start_params(ctx, **params))
    return read_to_end(ctx, socket, before)


def read_to_end(
    ctx: CheckContext,
    socket: Socket,
    before: int = 0,
    until: Callable[[StreamedEvent], bool] = is_end,
) -> Sequence[StreamedEvent]:
    """Return all events after the first `before` ones, waiting for the last one if necessary.

    `until` is satisfied by the last one, which by default ends the run.
    """
    if not any(map(until, socket.exchange.events[before:])):
        socket.read_events(until, ctx.patient(EVENT_SECONDS))
    return socket.exchange.events[before:]
