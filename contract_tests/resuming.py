"""Resuming: a stream that has been heard to its end, cut as if its reader had lost it in the middle."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from contract_tests.contract import Json
from contract_tests.finding import NotTestable
from contract_tests.running import stream
from contract_tests.stream import StreamedEvent, StreamedExchange
from contract_tests.target import PATIENCE
from contract_tests.trial import Trial

MODES = ["values", "updates"]


def resumable(trial: Trial) -> tuple[dict[str, str], StreamedExchange]:
    """A finished run that can be heard again: where it is, and all that it has said."""
    thread_id = trial.create_thread()["thread_id"]
    whole = stream(trial, thread_id, stream_mode=MODES, stream_resumable=True)
    if not whole.events or any(event.id is None for event in whole.events):
        raise NotTestable("the events of a resumable run have no ids", whole)
    run_id = whole.headers.get("content-location", "").rpartition("/")[2]
    return {"thread_id": thread_id, "run_id": run_id}, whole


def cut(whole: StreamedExchange) -> tuple[str, Sequence[StreamedEvent]]:
    """The last id that the reader has, and what it has missed.

    The reference server gives events of the same millisecond the same id: there a stream can't be cut.
    """
    for place, (event, following) in enumerate(pairwise(whole.events), 1):
        if place > 1 and event.id and event.id != following.id:
            return event.id, whole.events[place:]
    raise NotTestable("a stream without two events that have different ids can't be cut", whole)


def heard(events: Sequence[StreamedEvent]) -> list[tuple[str, Json, str | None]]:
    return [(event.name, event.data, event.id) for event in events]


def join(trial: Trial, path: Mapping[str, str], **asked: Json) -> StreamedExchange:
    """Follow a run, as far as it is told."""
    joined = trial.stream("join_thread_run_stream", path=path, at_most=PATIENCE, **asked)
    trial.need(joined)
    return joined


def since(event_id: str | None) -> dict[str, str]:
    """The header of a reader that has the events up to this one."""
    return {"Last-Event-ID": str(event_id)}
