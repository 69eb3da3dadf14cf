"""Facts on runs, states and owners that checks rely on."""

import time
from collections.abc import Mapping

from contract_tests.contract import Json
from contract_tests.findings.survey import GraphFacts
from contract_tests.survey.session import Session, field_of, text_at, value_at

RUN_SECONDS = 8.0
"""Seconds to wait for a background run."""

DELAY_SECONDS = 30
"""Delay of a run that must be seen pending."""

PENDING_SECONDS = 0.6
"""Seconds for which a delayed run must stay pending, in addition to some round trips."""

UNFINISHED = ("pending", "running")


def runs_in_background(session: Session, graph: GraphFacts) -> bool | None:
    """Start a run and poll its status. Record the run for the operations that read one."""
    thread_id = session.create_thread()
    run_id, status = _start(session, thread_id, graph)
    if not run_id:
        return None
    session.run_id = run_id
    session.thread_id = thread_id
    deadline = time.monotonic() + RUN_SECONDS
    while status in UNFINISHED and time.monotonic() < deadline:
        time.sleep(0.1)
        seen = session.send("get_thread_run", path={"thread_id": thread_id, "run_id": run_id})
        status = text_at(seen, "status")
    return status not in ("", *UNFINISHED)


def delays_runs(session: Session, graph: GraphFacts) -> bool | None:
    """Start a run with `after_seconds`, and see whether it stays pending while another one would end."""
    thread_id = session.create_thread()
    run_id, status = _start(session, thread_id, graph, after_seconds=DELAY_SECONDS)
    if not run_id:
        return None
    path = {"thread_id": thread_id, "run_id": run_id}
    deadline = time.monotonic() + PENDING_SECONDS + 5 * session.trial.round_trip
    while status == "pending" and time.monotonic() < deadline:
        time.sleep(0.1)
        status = text_at(session.send("get_thread_run", path=path), "status")
    session.send("cancel_thread_run", path=path)
    return status == "pending"


def _start(session: Session, thread_id: str, graph: GraphFacts, **more: Json) -> tuple[str, str]:
    """Return the id and the status of a new run; empty texts if the target starts none."""
    body = {"assistant_id": graph.assistant_id, "input": graph.input, "metadata": session.trial.mark, **more}
    started = session.send("create_thread_run", path={"thread_id": thread_id}, body=body)
    return text_at(started, "run_id"), text_at(started, "status")


def writes_state(session: Session, graph: GraphFacts) -> tuple[bool | None, bool | None]:
    """Return whether an update changes the state of a thread, and whether its `values` show it."""
    if not session.thread_id or not isinstance(graph.input, Mapping):
        return None, None
    path = {"thread_id": session.thread_id}
    before = text_at(session.send("get_state", path=path), "checkpoint", "checkpoint_id")
    update = {**graph.input}
    if graph.keeps_messages:
        update = {"messages": [{"type": "human", "id": "survey", "content": "written by an update"}]}
    written = session.send("update_state", path=path, body={"values": update})
    if written is None:
        return None, None
    after = session.send("get_state", path=path)
    is_changed = written.ok and text_at(after, "checkpoint", "checkpoint_id") not in ("", before)
    values = field_of(session.send("get_thread", path=path), "values")
    return is_changed, is_changed and values == field_of(after, "values")


def keeps_history(session: Session, graph: GraphFacts) -> bool | None:
    """Return whether the history has a state for each step of a run, beside the input's."""
    if not session.thread_id:
        return None
    history = session.send("list_history", path={"thread_id": session.thread_id}, query={"limit": 50})
    states = field_of(history)
    return len(states) > max(graph.steps, 1) if isinstance(states, list) else None


def has_subgraphs(session: Session, graph: GraphFacts) -> bool | None:
    found = field_of(session.send("get_assistant_subgraphs", path={"assistant_id": graph.assistant_id}))
    return bool(found) if isinstance(found, dict) else None


def error_shape(session: Session) -> str:
    """Return media type and fields of the error for a thread that does not exist."""
    missing = session.send("get_thread", path={"thread_id": session.trial.new_id()})
    if missing is None:
        return "no response"
    media_type = missing.headers.get("content-type", "").partition(";")[0].strip() or "no media type"
    body = missing.json
    fields = ", ".join(sorted(body)) if isinstance(body, Mapping) else ""
    return f"{missing.status} {media_type}" + (f": {fields}" if fields else "")


def owners_differ(session: Session) -> bool | None:
    """Return whether the second identity can't read a thread of the first."""
    if len(session.run_context.target.identities) < 2:  # noqa: PLR2004 - two identities
        return None
    thread_id = session.create_thread()
    path = {"thread_id": thread_id}
    own = session.send("get_thread", path=path)
    foreign = session.send("get_thread", path=path, owner="other")
    if own is None or not own.ok or foreign is None:
        return None
    return not foreign.ok or value_at(foreign.json, "thread_id") != thread_id
