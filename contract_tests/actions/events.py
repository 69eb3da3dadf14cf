"""Commands and events of protocol v2 on a thread."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from contract_tests.actions.interrupts import interrupts_of, resume_value
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import messages_input
from contract_tests.client.exchange import Exchange
from contract_tests.client.stream import StreamedEvent, StreamedExchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked, RequestRefused
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered

END_EVENTS = frozenset({"completed", "failed", "interrupted"})
"""Lifecycle events that end a run."""


def data(event: StreamedEvent) -> Mapping[str, Json]:
    """Return the event's data; empty unless it is an object."""
    received = _params(event).get("data")
    return received if isinstance(received, Mapping) else {}


def namespace(event: StreamedEvent) -> tuple[str, ...]:
    """Return the graph that the event comes from; `()` is the run's own graph."""
    return tuple(map(str, _params(event).get("namespace") or ()))


def status(event: StreamedEvent) -> str | None:
    """Return the status of the run; `None` if the event is not about the run itself."""
    is_of_the_run = event.name == "lifecycle" and not namespace(event)
    return str(data(event).get("event")) if is_of_the_run else None


def statuses(events: Iterable[StreamedEvent]) -> list[str]:
    return [received for received in map(status, events) if received]


def is_end(event: StreamedEvent) -> bool:
    """Return whether the event ends a run."""
    return status(event) in END_EVENTS


def own_events(events: Iterable[StreamedEvent], name: str) -> list[StreamedEvent]:
    """Return the events of this name from the run's own graph."""
    return [event for event in events if event.name == name and not namespace(event)]


def sequence_of(events: Iterable[StreamedEvent]) -> list[tuple[Json, Json, str]]:
    """Return sequence number, id and name of each event, which are the same for every reader.

    Timestamps may differ, since some events are created for each reader.
    """
    return [(*_identity(event), event.name) for event in events]


def seq(event: StreamedEvent) -> Json:
    return _identity(event)[0]


def texts(parts: Sequence[StreamedEvent]) -> tuple[list[str], list[str]]:
    """Return the messages' texts twice: assembled from the deltas, and from the finished blocks."""
    pieces: dict[Json, str] = {}
    put_together, whole = [], []
    for part in map(data, parts):
        match part:
            case {"event": "content-block-start", "index": index}:
                pieces[index] = ""
            case {"event": "content-block-delta", "index": index, "delta": {"text": str(text)}}:
                pieces[index] = pieces.get(index, "") + text
            case {"event": "content-block-finish", "index": index, "content": {"text": str(text)}}:
                put_together.append(pieces.get(index, ""))
                whole.append(text)
    return put_together, whole


def _identity(event: StreamedEvent) -> tuple[Json, Json]:
    received = event.data if isinstance(event.data, Mapping) else {}
    return received.get("seq"), received.get("event_id")


def _params(event: StreamedEvent) -> Mapping[str, Json]:
    received = event.data.get("params") if isinstance(event.data, Mapping) else None
    return received if isinstance(received, Mapping) else {}


ALL_CHANNELS = (
    "values",
    "updates",
    "checkpoints",
    "messages",
    "tools",
    "custom",
    "lifecycle",
    "input",
    "tasks",
)
"""All named channels."""

EVENT_SECONDS = 10.0
"""Seconds to wait for an event."""

NO_EVENT_SECONDS = 0.5
"""Seconds without an event after which all past events of a thread count as received."""


def send_command(
    ctx: CheckContext,
    thread_id: str,
    method: str,
    *,
    id: int = 1,  # noqa: A002 - it is the command's
    other: bool = False,
    **params: Json,
) -> Exchange:
    """Send a command; the response may be an error. The other owner may be refused."""
    return offered(ctx, try_command(ctx, thread_id, method, id=id, other=other, **params), other=other)


def try_command(
    ctx: CheckContext,
    thread_id: str,
    method: str,
    *,
    id: int = 1,  # noqa: A002 - it is the command's
    other: bool = False,
    **params: Json,
) -> Exchange:
    """Send a command that may be refused, by an error or by the status of the response."""
    body = {"id": id, "method": method, "params": params}
    return ctx.call("send_command", path={"thread_id": thread_id}, body=body, other=other)


def is_error(response: Exchange) -> bool:
    """Return whether the target refuses the command, by an error or by the status of the response."""
    return response.refused or response.json["type"] == "error"


def command_to_success(
    ctx: CheckContext, thread_id: str, method: str, *, other: bool = False, **params: Json
) -> Exchange:
    response = send_command(ctx, thread_id, method, other=other, **params)
    if error_code(response):
        raise RequestRefused(response)
    return response


def error_code(response: Exchange) -> Json:
    """Return the error; `None` if the command succeeded."""
    return response.json.get("error") if response.json["type"] == "error" else None


def run_start_params(ctx: CheckContext, **params: Json) -> dict[str, Json]:
    """Return the parameters of `run.start`; by default they run the assistant with the message `m1`."""
    marked = {**params.get("metadata", {}), **ctx.mark}
    return {
        "assistant_id": ctx.graph_for("assistant"),
        "input": messages_input(ctx, "m1"),
        **params,
        "metadata": marked,
    }


def start_run(ctx: CheckContext, thread_id: str, *, other: bool = False, **params: Json) -> str:
    """Start a run by a command and return its id."""
    response = command_to_success(ctx, thread_id, "run.start", other=other, **run_start_params(ctx, **params))
    return str(response.json["result"]["run_id"])


def read_events(
    ctx: CheckContext,
    thread_id: str,
    *,
    until: Callable[[StreamedEvent], bool] = is_end,
    at_most: float = EVENT_SECONDS,
    channels: Sequence[str] = ALL_CHANNELS,
    other: bool = False,
    **options: Json,
) -> StreamedExchange:
    """Read the past and future events of a thread, up to the end of a run.

    The other owner may be refused.
    """
    streamed = ctx.stream(
        "stream_thread_events",
        path={"thread_id": thread_id},
        body={"channels": [*channels], **options},
        until=until,
        at_most=at_most,
        other=other,
    )
    offered(ctx, streamed, other=other)
    return streamed


def events_of_run(ctx: CheckContext, **params: Json) -> tuple[str, StreamedExchange]:
    """Start a run on a new thread and return the thread's id and all events of the run."""
    thread_id = create_thread(ctx)["thread_id"]
    start_run(ctx, thread_id, **params)
    streamed = read_events(ctx, thread_id)
    if not statuses(streamed.events) or not is_end(streamed.events[-1]):
        raise Blocked("no event reports the end of a run", streamed)
    return thread_id, streamed


def interrupted_run(ctx: CheckContext, *, other: bool = False) -> tuple[str, Any, Json]:
    """Interrupt a run on a new thread; return the ids of the thread and the interrupt, and a valid answer."""
    thread_id = create_thread(ctx, other=other)["thread_id"]
    run_id = start_run(ctx, thread_id, assistant_id=ctx.graph_for("hitl", other=other), other=other)
    path = {"thread_id": thread_id}
    ctx.need(ctx.call("join_thread_run", path={**path, "run_id": run_id}, other=other))
    state = ctx.need(ctx.call("get_state", path=path, other=other))
    return thread_id, interrupts_of(ctx, state)[0], resume_value(state)
