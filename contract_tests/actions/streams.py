"""Streams cut in the middle and resumed with `Last-Event-ID`, and the messages in them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import orjson

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import (
    PENDING_SECONDS,
    STARTS_AT_ONCE,
    UNFINISHED,
    kept_thread_id,
    list_runs,
    run_body,
    run_statuses,
    stream_by_operation,
    stream_run,
)
from contract_tests.client.exchange import Exchange
from contract_tests.client.stream import StreamedEvent, StreamedExchange
from contract_tests.client.target import READ_SECONDS
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked, Blocker, NoVerdict, Skipped
from contract_tests.findings.survey import Role
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually

MODE_EVENTS = frozenset(
    {
        "checkpoints",
        "custom",
        "debug",
        "events",
        "messages",
        "messages/complete",
        "messages/metadata",
        "messages/partial",
        "tasks",
        "updates",
        "values",
    }
)
"""Names of the events of all stream modes."""


LEAVE_ATTEMPTS = 8
"""Runs to start until a client can leave one before its end, on a target that starts runs at once."""


def runs_after_leaving(
    ctx: CheckContext, after_seconds: float = PENDING_SECONDS, **options: Json
) -> Exchange:
    """Start a run through the operation under test, leave its stream, and list the thread's runs at the end.

    The run is unfinished when its client leaves: delayed, or left in time in one of several attempts.

    Raises:
        Skipped: every run ends before its client can leave.

    """
    survey = ctx.run_context.survey
    graph = survey.roles.get("slow") if survey.starts_at_once else None
    more: dict[str, Json] = {"assistant_id": graph.assistant_id} if graph else {}
    if not survey.starts_at_once:
        more["after_seconds"] = after_seconds
    for number in range(LEAVE_ATTEMPTS):
        body = run_body(ctx, **more, **options)
        thread_id = _thread_of_left_run(ctx, body, f"blue {number}" if number else "blue")
        if not survey.starts_at_once:
            return _ended_runs(ctx, thread_id)
        left = list_runs(ctx, thread_id)
        if run_statuses(left) != ["success"]:
            return _ended_runs(ctx, thread_id)
    raise Skipped(f"{STARTS_AT_ONCE}, and every run ends before its client can leave", left)


def _thread_of_left_run(ctx: CheckContext, body: Mapping[str, Json], colour: str) -> str:
    """Start a run, leave its stream, and return the id of its thread."""
    on_thread = "{thread_id}" in ctx.operation.path
    path = {"thread_id": create_thread(ctx)["thread_id"]} if on_thread else {}
    if not on_thread:
        body = {**body, "on_completion": "keep", "metadata": {**body["metadata"], "colour": colour}}
    with ctx.open_stream(ctx.operation.id, path=path, body=body) as reader:
        ctx.need(reader.exchange)
    return path["thread_id"] if on_thread else kept_thread_id(ctx, reader.exchange, colour)


def _ended_runs(ctx: CheckContext, thread_id: str) -> Exchange:
    return eventually(
        ctx, lambda: list_runs(ctx, thread_id), lambda it: {*run_statuses(it)}.isdisjoint(UNFINISHED)
    )


def no_tokens(
    ctx: CheckContext,
    streamed: StreamedExchange | None = None,
    role: Role = "assistant",
    *,
    by: str = "",
) -> NoVerdict:
    """Return the end of a check that finds no tokens of a message in a stream.

    A graph may stream none. If the survey saw tokens, or does not know, the target is to blame. `by` is the
    check whose finding that is then.
    """
    graph = ctx.run_context.survey.roles.get(role)
    if graph is not None and not graph.streams_tokens:
        return Skipped(f"no graph of the target streams tokens (--{role})")
    if graph is not None and by:
        operation = ctx.run_context.contract.by_id["stream_thread_run"]
        return Blocked.by_finding(by, operation, "the mode streams nothing of a message", streamed)
    return Blocked(f"the graph streams no messages (--{role})", streamed)


def chunks_by_id(streamed: StreamedExchange) -> dict[str, list[str]]:
    """Return the chunks of each message of the mode `messages-tuple` by message id, without empty ones."""
    pieces: dict[str, list[str]] = {}
    for event in streamed.named("messages"):
        chunk = event.data[0]
        if text := text_of(chunk.get("content")):
            pieces.setdefault(str(chunk.get("id")), []).append(text)
    return pieces


def model_texts_by_id(streamed: StreamedExchange) -> dict[str, list[str]]:
    """Return the message so far after each token of the mode `events`, by message id.

    Tokens with the tag `nostream` are left out: a graph hides them from the modes of messages.
    """
    texts: dict[str, list[str]] = {}
    for event in streamed.named("events"):
        traced = event.data
        chunk = traced["data"].get("chunk") if traced["event"] == "on_chat_model_stream" else None
        if isinstance(chunk, Mapping) and "nostream" not in (traced.get("tags") or ()):
            before = texts.setdefault(str(chunk.get("id")), [])
            before.append((before[-1] if before else "") + text_of(chunk.get("content")))
    return texts


def partial_texts_by_id(streamed: StreamedExchange) -> dict[str, list[str]]:
    """Return the texts of each message of the mode `messages` by message id, in the order of events."""
    texts: dict[str, list[str]] = {}
    for event in streamed.named("messages/partial"):
        for message_id, text in texts_by_id({"messages": event.data}).items():
            texts.setdefault(message_id, []).append(text)
    return texts


def texts_by_id(values: Json) -> dict[str, str]:
    """Return the texts of a state's messages by message id."""
    messages = values.get("messages") if isinstance(values, Mapping) else None
    return {str(each.get("id")): text_of(each.get("content")) for each in messages or ()}


def text_of(content: Json) -> str:
    """Return the text of a message, whose content may be a list of blocks."""
    if isinstance(content, str):
        return content
    blocks = [each if isinstance(each, Mapping) else {"text": each} for each in content or ()]
    return "".join(str(each.get("text", "")) for each in blocks)


def is_done(event: StreamedEvent) -> bool:
    """Return whether the event ends a run."""
    return event.name == "metadata" and isinstance(event.data, Mapping) and "status" in event.data


def run_ids(events: Iterable[StreamedEvent]) -> tuple[list[Json], list[Json]]:
    """Return the ids of the runs that have started, and of those that have ended."""
    received = [event for event in events if event.name == "metadata"]
    started_ids = [event.data.get("run_id") for event in received if not is_done(event)]
    return started_ids, [event.data.get("run_id") for event in received if is_done(event)]


REPEATABLE_EVENTS = {"messages/partial"}
"""Events that may repeat: a token without text leaves the message unchanged."""


def duplicates(events: Iterable[StreamedEvent]) -> list[str]:
    """Return the names of events that occur more than once with the same data."""
    received = Counter(
        (event.name, orjson.dumps(event.data, option=orjson.OPT_SORT_KEYS))
        for event in events
        if event.name not in REPEATABLE_EVENTS
    )
    return sorted({name for (name, _), times in received.items() if times > 1})


def ended_early(bounds: Iterable[tuple[Json, bool]]) -> int:
    """Return how many ids end before they start. Each pair is an id, and whether it ends."""
    started_ids: set[Json] = set()
    early = 0
    for each, is_end in bounds:
        early += is_end and each not in started_ids
        started_ids.add(each)
    return early


MODES = ["values", "updates"]


def resumable_run(ctx: CheckContext) -> tuple[dict[str, str], StreamedExchange]:
    """Return the path of a finished resumable run, and its whole stream."""
    thread_id = create_thread(ctx)["thread_id"]
    whole = stream_run(ctx, thread_id, stream_mode=MODES, stream_resumable=True)
    return _path_of(thread_id, whole), whole


def resumable_by_operation(ctx: CheckContext, **body: Json) -> tuple[dict[str, str], StreamedExchange]:
    """Return what `resumable_run` does, with a run of the operation under test; it keeps its thread."""
    thread_id, whole = thread_and_stream(ctx, stream_resumable=True, **body)
    return _path_of(thread_id, whole), whole


def thread_and_stream(ctx: CheckContext, **body: Json) -> tuple[str, StreamedExchange]:
    """Stream a run by the operation under test; return the id of its thread and the stream."""
    if "{thread_id}" in ctx.operation.path:
        thread_id = create_thread(ctx)["thread_id"]
        return thread_id, stream_run(ctx, thread_id, **body)
    colour = ctx.new_id()
    kept = {"on_completion": "keep", "metadata": {"colour": colour}}
    streamed = stream_by_operation(ctx, **kept, **body)
    return kept_thread_id(ctx, streamed, colour), streamed


def _path_of(thread_id: str, whole: StreamedExchange) -> dict[str, str]:
    if not whole.events or any(event.id is None for event in whole.events):
        blocker = Blocker("shape.stream", whole.operation_id or "", whole.status, "/id")
        raise Blocked("the events of a resumable run have no ids", whole, by=(blocker,))
    return {"thread_id": thread_id, "run_id": whole.headers.get("content-location", "").rpartition("/")[2]}


def split_stream(whole: StreamedExchange) -> tuple[str, Sequence[StreamedEvent]]:
    """Return the id of the last event that a disconnected reader has, and the events that it missed.

    The reference server gives events of the same millisecond the same id; a stream can't be cut between them.
    """
    for place, (event, following) in enumerate(pairwise(whole.events), 1):
        if place > 1 and event.id and event.id != following.id:
            return event.id, whole.events[place:]
    raise Blocked("all events of the stream have the same id", whole)


def event_tuples(events: Sequence[StreamedEvent]) -> list[tuple[str, Json, str | None]]:
    return [(event.name, event.data, event.id) for event in events]


def join(ctx: CheckContext, path: Mapping[str, str], **options: Json) -> StreamedExchange:
    """Join a run and read its stream as far as it goes."""
    joined = ctx.stream("join_thread_run_stream", path=path, at_most=READ_SECONDS, **options)
    ctx.need(joined)
    return joined


def last_event_id(event_id: str | None) -> dict[str, str]:
    """Return the header of a reader that has received the events up to this one."""
    return {"Last-Event-ID": str(event_id)}
