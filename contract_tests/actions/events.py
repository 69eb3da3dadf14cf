"""Commands and events of protocol v2 on a thread."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from contract_tests.actions.interrupts import answer, asked_in
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import said
from contract_tests.client.exchange import Exchange
from contract_tests.client.stream import StreamedEvent, StreamedExchange
from contract_tests.contract import Json
from contract_tests.findings.finding import NotTestable
from contract_tests.harness.expect import offered
from contract_tests.harness.trial import Trial

ENDS = frozenset({"completed", "failed", "interrupted"})
"""Lifecycle events that end a run."""


def data(event: StreamedEvent) -> Mapping[str, Json]:
    """Return the event's data; empty unless it is an object."""
    told = _params(event).get("data")
    return told if isinstance(told, Mapping) else {}


def namespace(event: StreamedEvent) -> tuple[str, ...]:
    """Return the graph that the event comes from; `()` is the run's own graph."""
    return tuple(map(str, _params(event).get("namespace") or ()))


def status(event: StreamedEvent) -> str | None:
    """Return the status of the run; `None` if the event is not about the run itself."""
    is_of_the_run = event.name == "lifecycle" and not namespace(event)
    return str(data(event).get("event")) if is_of_the_run else None


def statuses(events: Iterable[StreamedEvent]) -> list[str]:
    return [told for told in map(status, events) if told]


def ends(event: StreamedEvent) -> bool:
    """Return whether the event ends a run."""
    return status(event) in ENDS


def at_the_top(events: Iterable[StreamedEvent], name: str) -> list[StreamedEvent]:
    """Return the events of this name from the run's own graph."""
    return [event for event in events if event.name == name and not namespace(event)]


def numbered(events: Iterable[StreamedEvent]) -> list[tuple[Json, Json, str]]:
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
    told = event.data if isinstance(event.data, Mapping) else {}
    return told.get("seq"), told.get("event_id")


def _params(event: StreamedEvent) -> Mapping[str, Json]:
    told = event.data.get("params") if isinstance(event.data, Mapping) else None
    return told if isinstance(told, Mapping) else {}


EVERYTHING = (
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

LONGEST = 10.0
"""Seconds to wait for an event."""

SILENCE = 0.5
"""Seconds without an event after which all past events of a thread count as received."""


def command(
    trial: Trial,
    thread_id: str,
    method: str,
    *,
    id: int = 1,  # noqa: A002 - it is the command's
    other: bool = False,
    **params: Json,
) -> Exchange:
    """Send a command; the response may be an error."""
    body = {"id": id, "method": method, "params": params}
    answered = trial.call("send_command", path={"thread_id": thread_id}, body=body, other=other)
    return offered(trial, answered)


def succeed(trial: Trial, thread_id: str, method: str, *, other: bool = False, **params: Json) -> Exchange:
    answered = command(trial, thread_id, method, other=other, **params)
    if code(answered):
        raise NotTestable(f"{method} returns {code(answered)}", answered)
    return answered


def code(answered: Exchange) -> Json:
    """Return the error; `None` if the command succeeded."""
    return answered.json.get("error") if answered.json["type"] == "error" else None


def starting(trial: Trial, **params: Json) -> dict[str, Json]:
    """Return the parameters of `run.start`; by default they run the assistant with the message `m1`."""
    marked = {**params.get("metadata", {}), **trial.mark}
    return {"assistant_id": trial.graph_for("assistant"), "input": said("m1"), **params, "metadata": marked}


def start(trial: Trial, thread_id: str, *, other: bool = False, **params: Json) -> str:
    """Start a run by a command and return its id."""
    answered = succeed(trial, thread_id, "run.start", other=other, **starting(trial, **params))
    return str(answered.json["result"]["run_id"])


def hear(
    trial: Trial,
    thread_id: str,
    *,
    until: Callable[[StreamedEvent], bool] = ends,
    at_most: float = LONGEST,
    channels: Sequence[str] = EVERYTHING,
    other: bool = False,
    **wanted: Json,
) -> StreamedExchange:
    """Read the past and future events of a thread, up to the end of a run."""
    heard = trial.stream(
        "stream_thread_events",
        path={"thread_id": thread_id},
        body={"channels": [*channels], **wanted},
        until=until,
        at_most=at_most,
        other=other,
    )
    offered(trial, heard)
    return heard


def told(trial: Trial, **params: Json) -> tuple[str, StreamedExchange]:
    """Start a run on a new thread and return the thread's id and all events of the run."""
    thread_id = create_thread(trial)["thread_id"]
    start(trial, thread_id, **params)
    heard = hear(trial, thread_id)
    if not statuses(heard.events) or not ends(heard.events[-1]):
        raise NotTestable("no event reports the end of a run", heard)
    return thread_id, heard


def questioned(trial: Trial, *, other: bool = False) -> tuple[str, Any, Json]:
    """Interrupt a run on a new thread; return the ids of the thread and the interrupt, and a valid answer."""
    thread_id = create_thread(trial, other=other)["thread_id"]
    run_id = start(trial, thread_id, assistant_id=trial.graph_for("hitl"), other=other)
    path = {"thread_id": thread_id}
    trial.need(trial.call("join_thread_run", path={**path, "run_id": run_id}, other=other))
    state = trial.need(trial.call("get_state", path=path, other=other))
    return thread_id, asked_in(state)[0], answer(state)
