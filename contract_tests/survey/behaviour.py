"""Facts on runs, states and owners that checks rely on."""

import math
import time
from collections.abc import Mapping
from http import HTTPStatus

from contract_tests.client.exchange import INVALID_STATUSES
from contract_tests.client.stream import StreamedExchange
from contract_tests.client.target import STRANGERS, Owner
from contract_tests.contract import Json
from contract_tests.findings.error_shape import LIKE_A_SUCCESS, shape_of
from contract_tests.findings.survey import GraphFacts
from contract_tests.survey.session import UNFINISHED, Session, field_of, text_at

RUN_SECONDS = 8.0
"""Seconds to wait for a background run, at least."""

RUN_FACTOR = 3
"""Factor by which a background run may be slower than a streamed one; a delayed run stays pending as long."""

DELAY_SECONDS = 60
"""Delay of a run that must be seen pending."""

PENDING_SECONDS = 0.5
"""Seconds for which a delayed run must stay pending, at least."""

POLL_SECONDS = 0.05
"""Pause between two looks at a run, at first."""

POLL_SHARE = 0.25
"""Pause before the next look at a run, as a share of the time since its start."""

MAX_POLL_SECONDS = 1.0
"""Longest pause between two looks at a run."""

MAX_DELAY_SECONDS = 5
"""Longest delay of a run that is streamed to its end."""

MAX_STATES = 50
"""States of a thread to read."""


REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
"""Statuses with which an authorization handler rejects a request."""


def runs_in_background(session: Session, graph: GraphFacts) -> tuple[bool | None, float]:
    """Start a run and poll its status. Return whether it was executed, and its duration.

    Record the run for the operations that read one.
    """
    thread_id = session.create_thread()
    started = time.monotonic()
    run_id, status = _start(session, thread_id, graph)
    if not run_id:
        return None, 0.0
    session.run_id = run_id
    session.thread_id = thread_id
    path = {"thread_id": thread_id, "run_id": run_id}
    deadline = started + session.patience(max(RUN_SECONDS, RUN_FACTOR * graph.seconds))
    seen = {status}
    while status in UNFINISHED and time.monotonic() < deadline:
        waited = time.monotonic() - started
        time.sleep(min(max(POLL_SECONDS, POLL_SHARE * waited), MAX_POLL_SECONDS))
        status = text_at(session.send("get_thread_run", path=path), "status")
        seen.add(status)
    seconds = time.monotonic() - started
    if status not in UNFINISHED:
        return (True if status else None), seconds
    session.note_wait(seconds)
    return "running" in seen, seconds  # a run that takes longer is executed, too


def delays_runs(session: Session, graph: GraphFacts, seconds: float) -> bool | None:
    """Start a run with `after_seconds`, and see whether it is pending after others, which take `seconds`.

    A target that refuses it delays no run.
    """
    thread_id = session.create_thread()
    run_id, status = _start(session, thread_id, graph, after_seconds=DELAY_SECONDS)
    if not run_id:
        refused = session.last.get("create_thread_run")  # which accepts a run without it
        return False if thread_id and refused is not None and refused.status in INVALID_STATUSES else None
    path = {"thread_id": thread_id, "run_id": run_id}
    if status == "pending":
        time.sleep(min(max(PENDING_SECONDS, RUN_FACTOR * seconds), DELAY_SECONDS / 2))
        status = text_at(session.send("get_thread_run", path=path), "status")
    session.send("cancel_thread_run", path=path)
    return status == "pending" if status else None


def delays_streamed_runs(session: Session, graph: GraphFacts) -> bool | None:
    """Stream a run with `after_seconds`, and see whether it ends later than without."""
    after_seconds = max(1, math.ceil(RUN_FACTOR * graph.seconds))
    thread_id = session.create_thread()
    if after_seconds > MAX_DELAY_SECONDS or not thread_id:
        return None
    body = {
        "assistant_id": graph.assistant_id,
        "input": graph.input,
        "metadata": session.ctx.mark,
        "after_seconds": after_seconds,
    }
    at_most = after_seconds + session.patience(RUN_SECONDS)
    path = {"thread_id": thread_id}
    started = time.monotonic()
    streamed = session.send("stream_thread_run", path=path, body=body, at_most=at_most)
    took = time.monotonic() - started
    if streamed is None or not streamed.ok or not streamed.events:
        return None
    if not streamed.is_complete:  # it may stay open after the run
        took = streamed.events[-1].at
    return took >= after_seconds


def _start(session: Session, thread_id: str, graph: GraphFacts, **more: Json) -> tuple[str, str]:
    """Return the id and the status of a new run; empty texts if the target starts none."""
    if not thread_id:
        return "", ""
    body = {"assistant_id": graph.assistant_id, "input": graph.input, "metadata": session.ctx.mark, **more}
    started = session.send("create_thread_run", path={"thread_id": thread_id}, body=body)
    return text_at(started, "run_id"), text_at(started, "status")


def writes_state(session: Session, graph: GraphFacts) -> tuple[bool | None, bool | None]:
    """Return whether an update changes the state of a thread, and whether its `values` show it."""
    if not session.thread_id or not isinstance(graph.input, Mapping):
        return None, None
    path = {"thread_id": session.thread_id}
    before = session.send("get_state", path=path)
    update = {**graph.input}
    if graph.keeps_messages:
        update = {"messages": [{"type": "human", "id": "survey", "content": "written by an update"}]}
    written = session.send("update_state", path=path, body={"values": update})
    if written is None:
        return None, None
    after = session.send("get_state", path=path)
    is_changed = written.ok and _is_another_state(before, after)
    values = field_of(session.send("get_thread", path=path), "values")
    return is_changed, is_changed and values == field_of(after, "values")


def _is_another_state(before: StreamedExchange | None, after: StreamedExchange | None) -> bool:
    """Return whether the values or the checkpoint differ; some targets send no checkpoint."""
    checkpoint_id = text_at(after, "checkpoint", "checkpoint_id")
    if checkpoint_id and checkpoint_id != text_at(before, "checkpoint", "checkpoint_id"):
        return True
    values = field_of(after, "values")
    return bool(values) and values != field_of(before, "values")


def keeps_history(session: Session, graph: GraphFacts) -> bool | None:
    """Return whether the history has a state for each step of a run, in addition to the input's."""
    if not session.thread_id:
        return None
    path = {"thread_id": session.thread_id}
    states = field_of(session.send("list_history", path=path, query={"limit": MAX_STATES}))
    if states is None:
        states = field_of(session.send("search_history", path=path, body={"limit": MAX_STATES}))
    return len(states) > max(graph.steps, 1) if isinstance(states, list) else None


def error_shape(session: Session) -> str:
    """Return status, media type and fields of the error for a thread that does not exist."""
    missing = session.send("get_thread", path={"thread_id": session.ctx.new_id()})
    session.unknown_thread = missing
    if missing is None:
        return "no response"
    shape = shape_of(missing)
    if not missing.ok:
        return shape
    existing = session.send("get_thread", path={"thread_id": session.create_thread()})
    return f"{shape}{LIKE_A_SUCCESS}" if existing is None or shape_of(existing) == shape else shape


def authenticates(session: Session) -> bool | None:
    """Return whether strangers can't read a thread of the first owner. `None` without credentials."""
    target = session.run_context.target
    is_given = target.sign is not None or any(target.identities)
    own = session.create_thread() if is_given else ""
    if not own or not _reads(session, own, "first"):
        return None
    return not any(_reads(session, own, stranger) for stranger in STRANGERS)


def owners_differ(session: Session) -> bool | None:
    """Return whether each identity reads its own thread, and not the other's. `None` if one creates none."""
    if len(session.run_context.target.identities) < 2:  # noqa: PLR2004 - two identities
        return None
    own, foreign = session.create_thread(), session.create_thread("other")
    session.unused_thread_id = own
    if not own or not foreign:
        return None
    if not (_reads(session, own, "first") and _reads(session, foreign, "other")):
        return None
    return not _reads(session, own, "other")


def _reads(session: Session, thread_id: str, owner: Owner) -> bool:
    read = session.send("get_thread", path={"thread_id": thread_id}, owner=owner)
    return text_at(read, "thread_id") == thread_id


def item_fields(session: Session) -> Mapping[str, Mapping[str, Json]]:
    """Return the fields by which an authorization handler finds each owner's items; empty if it needs none.

    Such a handler usually adds the same fields to the metadata of a thread.
    """
    if not _hides_items(session, {}):
        return {}
    own = _added_to_metadata(session, "first")
    if not own or _hides_items(session, own):
        return {}
    several = len(session.run_context.target.identities) > 1
    other = _added_to_metadata(session, "other") if several else {}
    return {"first": own, "other": other}


def _hides_items(session: Session, fields: Mapping[str, Json]) -> bool:
    """Return whether an item with these fields is forbidden, or not found by its owner."""
    namespace = [session.ctx.new_id()]
    put = session.send("put_item", body={"namespace": namespace, "key": "survey", "value": {**fields}})
    if put is None:
        return False
    if not put.ok:
        return put.status in REFUSED
    found = session.send("search_items", body={"namespace_prefix": namespace})
    return bool(field_of(found, "items") == [])


def _added_to_metadata(session: Session, owner: Owner) -> Mapping[str, Json]:
    """Return the texts and numbers that the target adds to the metadata of a new thread."""
    sent = session.ctx.mark
    created = session.send(
        "create_thread", body={"thread_id": session.ctx.new_id(), "metadata": sent}, owner=owner
    )
    metadata = field_of(created, "metadata")
    added = metadata if isinstance(metadata, dict) else {}
    known = (name for name, value in added.items() if isinstance(value, str | int) and value != "")
    return {name: added[name] for name in known if name not in sent}
