"""Thread events: what those of protocol v2 tell of the runs of a thread. They may have any shape."""

from collections.abc import Iterable, Mapping, Sequence

from contract_tests.contract import Json
from contract_tests.stream import StreamedEvent

ENDS = frozenset({"completed", "failed", "interrupted"})
"""What the end of a run is called."""


def data(event: StreamedEvent) -> Mapping[str, Json]:
    """What it tells; nothing if that is no object."""
    told = _params(event).get("data")
    return told if isinstance(told, Mapping) else {}


def namespace(event: StreamedEvent) -> tuple[str, ...]:
    """Where it happens; `()` is the run's own graph."""
    return tuple(map(str, _params(event).get("namespace") or ()))


def status(event: StreamedEvent) -> str | None:
    """How far the run is, if it tells that."""
    is_of_the_run = event.name == "lifecycle" and not namespace(event)
    return str(data(event).get("event")) if is_of_the_run else None


def statuses(events: Iterable[StreamedEvent]) -> list[str]:
    return [told for told in map(status, events) if told]


def ends(event: StreamedEvent) -> bool:
    """Whether it is the end of a run."""
    return status(event) in ENDS


def at_the_top(events: Iterable[StreamedEvent], name: str) -> list[StreamedEvent]:
    """Those of the run's own graph."""
    return [event for event in events if event.name == name and not namespace(event)]


def numbered(events: Iterable[StreamedEvent]) -> list[tuple[Json, Json, str]]:
    """What is the same whoever is told. Times need not be: some events are made up for who asks."""
    return [(*_identity(event), event.name) for event in events]


def seq(event: StreamedEvent) -> Json:
    return _identity(event)[0]


def texts(parts: Sequence[StreamedEvent]) -> tuple[list[str], list[str]]:
    """Of the messages that are told in these parts: each text put together, and as it was told in the end."""
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
