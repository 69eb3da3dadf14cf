"""Resuming: a stream that has been heard to its end, cut as if its reader had lost it in the middle."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import orjson

from contract_tests.actions.runs import stream
from contract_tests.client.stream import StreamedEvent, StreamedExchange
from contract_tests.client.target import PATIENCE
from contract_tests.contract import Json
from contract_tests.findings.finding import NotTestable
from contract_tests.harness.trial import Trial


def chunks(streamed: StreamedExchange) -> dict[str, list[str]]:
    """The pieces of each message of the mode `messages-tuple`, by its id. Pieces without text are none."""
    pieces: dict[str, list[str]] = {}
    for event in streamed.named("messages"):
        chunk = event.data[0]
        if text := written(chunk.get("content")):
            pieces.setdefault(str(chunk.get("id")), []).append(text)
    return pieces


def contents(values: Json) -> dict[str, str]:
    """What the messages of a state say, by their ids."""
    messages = values.get("messages") if isinstance(values, Mapping) else None
    return {str(each.get("id")): written(each.get("content")) for each in messages or ()}


def written(content: Json) -> str:
    """The text of a message, which may be in blocks."""
    if isinstance(content, str):
        return content
    blocks = [each if isinstance(each, Mapping) else {"text": each} for each in content or ()]
    return "".join(str(each.get("text", "")) for each in blocks)


def is_done(event: StreamedEvent) -> bool:
    """Whether it is the end of a run."""
    return event.name == "metadata" and isinstance(event.data, Mapping) and "status" in event.data


def run_ids(events: Iterable[StreamedEvent]) -> tuple[list[Json], list[Json]]:
    """Of the runs that have begun, and of those that have ended."""
    told = [event for event in events if event.name == "metadata"]
    begun = [event.data.get("run_id") for event in told if not is_done(event)]
    return begun, [event.data.get("run_id") for event in told if is_done(event)]


GROWING = {"messages/partial"}
"""A token without text leaves the message as it was."""


def repeated(events: Iterable[StreamedEvent]) -> list[str]:
    """The names of those that say the same as another one."""
    told = Counter(
        (event.name, orjson.dumps(event.data, option=orjson.OPT_SORT_KEYS))
        for event in events
        if event.name not in GROWING
    )
    return sorted({name for (name, _), times in told.items() if times > 1})


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
