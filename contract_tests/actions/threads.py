"""States and history of threads whose graph keeps messages."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from contract_tests.actions.resources import create_thread
from contract_tests.client.exchange import Exchange
from contract_tests.client.operation_request import OperationRequest
from contract_tests.client.target import Owner
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked, Skipped
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.graphs import NEED

UPDATE = "update_state"

MAX_HISTORY = 100
"""Limit above the number of states that any check creates."""


def human_message(message_id: str) -> dict[str, str]:
    return {"type": "human", "id": message_id, "content": f"content of {message_id}"}


def stateful_thread(ctx: CheckContext, messages: int = 2, *, other: bool = False) -> Any:
    """Create a thread with that many states, each adding a human message: `m1`, `m2` ...

    The return value is the thread as created, without them. Without updates of the state, the thread is
    created with them as `supersteps`.

    Raises:
        Skipped: no graph keeps messages, or nothing writes a state.

    """
    return thread_and_state(ctx, messages, other=other)[0]


def thread_and_state(ctx: CheckContext, messages: int, *, other: bool = False) -> tuple[Any, Json]:
    """Create a thread as `stateful_thread` does. Return it, and its latest state."""
    ctx.graph_for("assistant")
    numbered = [
        {"type": "human", "id": f"m{number}", "content": f"message {number}"}
        for number in range(1, messages + 1)
    ]
    updates = [{"values": {"messages": [message]}, "as_node": "__start__"} for message in numbered]
    if lacks_state_updates(ctx):
        steps: list[Json] = [{"updates": [each]} for each in updates]
        thread = create_thread(ctx, other=other, metadata={"graph_id": ctx.graph}, supersteps=steps)
        updates = []
    else:
        thread = create_thread(ctx, other=other, metadata={"graph_id": ctx.graph})
    place = {"thread_id": thread["thread_id"]}
    for body in updates:
        _update(ctx, place, body, other=other)
    state = ctx.need(ctx.call("get_state", path=place, other=other))  # a thread may omit its values
    if messages and len(_messages(state.json)) < messages:
        if lacks_state_updates(ctx):
            raise Skipped("neither `POST /threads/{thread_id}/state` nor `supersteps` writes a state")
        if _messages(state.json):
            operation = ctx.run_context.contract.by_id["get_state"]
            reason = "an update replaces the messages of the one before"
            raise Blocked.by_finding("threads.state.update", operation, reason, state)
        raise Skipped(f"no graph of the target {NEED['assistant']} (--assistant)")
    return thread, state.json


def _update(
    ctx: CheckContext, place: Mapping[str, str], body: Mapping[str, Json], *, other: bool = False
) -> Exchange:
    """Update the state of a thread.

    A target may reject `as_node`, as the checks of the operation report; all others do without it.
    """
    if ctx.operation.id == UPDATE or "as_node" not in body:
        return ctx.need(ctx.call(UPDATE, path=place, body={**body}, other=other))
    operation = ctx.run_context.contract.by_id[UPDATE]
    owner: Owner = "other" if other else "first"
    updated = ctx.send(operation, OperationRequest(place, body={**body}), owner=owner)
    if not updated.ok:
        rest = {name: value for name, value in body.items() if name != "as_node"}
        again = ctx.send(operation, OperationRequest(place, body=rest), owner=owner)
        updated = again if again.ok else updated
    return ctx.need(ctx.validated(updated))


def lacks_state_updates(ctx: CheckContext) -> bool:
    """Return whether the survey saw that `POST /threads/{thread_id}/state` writes nothing."""
    survey = ctx.run_context.survey
    return survey.is_missing("update_state") or survey.writes_state is False


def need_supersteps(ctx: CheckContext, steps: Json) -> None:
    """Require that a thread created with these `supersteps`, which write a message, has a state.

    Raises:
        Blocked: the target ignores them.

    """
    thread = create_thread(ctx, metadata={"graph_id": ctx.graph}, supersteps=steps)
    state = read_state(ctx, thread["thread_id"])
    if not _messages(state.json):
        operation = ctx.run_context.contract.by_id["create_thread"]
        raise Blocked.by_finding("threads.create.supersteps", operation, "they are ignored", state)


def _messages(state: Json) -> Sequence[Json]:
    with suppress(LookupError, TypeError):
        messages: Sequence[Json] = state["values"]["messages"]
        return messages
    return ()


def add_message(ctx: CheckContext, thread_id: str, message_id: str, **body: Json) -> Exchange:
    """Add a message to the thread: one more state, with the graph's first node next."""
    whole = {"values": {"messages": [human_message(message_id)]}, "as_node": "__start__", **body}
    return _update(ctx, {"thread_id": thread_id}, whole)


def read_thread(ctx: CheckContext, thread_id: str) -> Exchange:
    return ctx.need(ctx.call("get_thread", path={"thread_id": thread_id}))


def need_values(ctx: CheckContext, thread: Exchange) -> None:
    """Require that a thread shows its values. Raises: Blocked."""
    if thread.json.get("values") is None:
        operation = ctx.run_context.contract.by_id["get_thread"]
        raise Blocked.by_finding("threads.values", operation, "threads carry no values", thread)


def created_with_ttl(ctx: CheckContext, minutes: int) -> str:
    """Create a thread that is to be deleted after so many minutes, and return its id."""
    return str(create_thread(ctx, ttl={"strategy": "delete", "ttl": minutes})["thread_id"])


def patch_ttl(ctx: CheckContext, thread_id: str, minutes: int) -> None:
    body = {"metadata": {}, "ttl": {"strategy": "delete", "ttl": minutes}}
    ctx.need(ctx.call("update_thread", path={"thread_id": thread_id}, body=body))


def read_with_ttl(ctx: CheckContext, thread_id: str) -> Exchange:
    return ctx.need(ctx.call("get_thread", path={"thread_id": thread_id}, query={"include": "ttl"}))


def read_state(ctx: CheckContext, thread_id: str) -> Exchange:
    return ctx.need(ctx.call("get_state", path={"thread_id": thread_id}))


def read_history(
    ctx: CheckContext, thread_id: str, operation_id: str | None = None, **options: Any
) -> Exchange:
    """Read the history, with further parameters in the query or body of the operation.

    By default it is read with GET, or with POST if the target lacks that.
    """
    path = {"thread_id": thread_id}
    if operation_id is None:
        lacks_get = ctx.run_context.survey.is_missing("list_history")
        operation_id = "search_history" if lacks_get else "list_history"
    if operation_id == "list_history":
        return ctx.need(ctx.call(operation_id, path=path, query=options))
    return ctx.need(ctx.call(operation_id, path=path, body=options))


def read_all(ctx: CheckContext, thread_id: str, operation_id: str | None = None) -> Exchange:
    return read_history(ctx, thread_id, operation_id, limit=MAX_HISTORY)


def message_texts(ctx: CheckContext, thread_id: str) -> Json:
    """Return the messages of the latest state, as the target writes them."""
    state = read_state(ctx, thread_id)
    values = state.json["values"]
    if not isinstance(values, dict) or not values.get("messages"):
        raise Skipped(f"no graph of the target {NEED['assistant']} (--assistant)")
    return values["messages"]


def message_ids(state: Json) -> list[str | None]:
    """Return the ids of the messages in a state, or in a thread that contains values."""
    values = state.get("values")
    messages = values.get("messages") if isinstance(values, dict) else None
    return [message.get("id") for message in messages or () if isinstance(message, dict)]


def checkpoint_id(state: Json, of: str = "checkpoint") -> str | None:
    """Return the id of the state's checkpoint, or `of` its `parent_checkpoint`."""
    checkpoint = state.get(of) or {}
    named: str | None = checkpoint.get("checkpoint_id")
    return named


def state_with(history: Exchange, *ids: str) -> Any:
    """Return the state with exactly these messages. Raises Blocked if it has no checkpoint."""
    for state in history.json:
        if message_ids(state) == list(ids) and checkpoint_id(state):
            return state
    raise Blocked(f"the history has no checkpoint with the messages {', '.join(ids)}", history)


def fork_first_message(ctx: CheckContext, *, by_id: bool) -> tuple[Json, Exchange]:
    """Update the state with the first of three messages; return that state and the current one.

    The update names the older checkpoint by `checkpoint_id` or by `checkpoint`.
    """
    thread_id = stateful_thread(ctx, messages=3)["thread_id"]
    old = state_with(read_all(ctx, thread_id), "m1")
    id_of_old = {"checkpoint_id": checkpoint_id(old)}
    add_message(ctx, thread_id, "forked", **(id_of_old if by_id else {"checkpoint": id_of_old}))
    return old, read_state(ctx, thread_id)


def instant(thread: Json, field: str) -> datetime:
    """Parse a timestamp of a thread; the contract's format includes a time zone."""
    return datetime.fromisoformat(thread[field])
