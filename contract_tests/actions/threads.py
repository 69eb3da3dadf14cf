"""States and history of threads whose graph keeps messages."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from contract_tests.actions.resources import create_thread
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import NotTestable, Skipped
from contract_tests.harness.graphs import NEED
from contract_tests.harness.trial import Trial

EVERYTHING = 100
"""Limit above the number of states that any check creates."""


def human(message_id: str) -> dict[str, str]:
    return {"type": "human", "id": message_id, "content": f"content of {message_id}"}


def stateful_thread(trial: Trial, messages: int = 2, *, other: bool = False) -> Any:
    """Create a thread with that many states, each adding a human message: `m1`, `m2` ...

    The return value is the thread as created, without them.
    """
    thread = create_thread(trial, other=other, metadata={"graph_id": trial.graph})
    place = {"thread_id": thread["thread_id"]}
    for number in range(1, messages + 1):
        message = {"type": "human", "id": f"m{number}", "content": f"message {number}"}
        body = {"values": {"messages": [message]}, "as_node": "__start__"}
        trial.need(trial.call("update_state", path=place, body=body, other=other))
    state = trial.need(trial.call("get_state", path=place, other=other))  # a thread may omit its values
    if messages and len(_messages(state.json)) < messages:
        raise Skipped(f"no graph of the target {NEED['assistant']} (--assistant)")
    return thread


def _messages(state: Json) -> Sequence[Json]:
    with suppress(LookupError, TypeError):
        messages: Sequence[Json] = state["values"]["messages"]
        return messages
    return ()


def say(trial: Trial, thread_id: str, message_id: str, **body: Json) -> Exchange:
    """Add a message to the thread: one more state, with the graph's first node next."""
    whole = {"values": {"messages": [human(message_id)]}, "as_node": "__start__", **body}
    return trial.need(trial.call("update_state", path={"thread_id": thread_id}, body=whole))


def read_thread(trial: Trial, thread_id: str) -> Exchange:
    return trial.need(trial.call("get_thread", path={"thread_id": thread_id}))


def read_state(trial: Trial, thread_id: str) -> Exchange:
    return trial.need(trial.call("get_state", path={"thread_id": thread_id}))


def read_history(trial: Trial, thread_id: str, operation_id: str = "list_history", **asked: Any) -> Exchange:
    """Read the history by either operation, with further parameters in its query or body."""
    path = {"thread_id": thread_id}
    if operation_id == "list_history":
        return trial.need(trial.call(operation_id, path=path, query=asked))
    return trial.need(trial.call(operation_id, path=path, body=asked))


def read_all(trial: Trial, thread_id: str, operation_id: str = "list_history") -> Exchange:
    return read_history(trial, thread_id, operation_id, limit=EVERYTHING)


def spoken(trial: Trial, thread_id: str) -> Json:
    """Return the messages of the latest state, as the target writes them."""
    state = read_state(trial, thread_id)
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


def state_with(history: Exchange, *wanted: str) -> Any:
    """Return the state with exactly these messages. Raises NotTestable if it has no checkpoint."""
    for state in history.json:
        if message_ids(state) == list(wanted) and checkpoint_id(state):
            return state
    raise NotTestable(f"the history has no checkpoint with the messages {', '.join(wanted)}", history)


def time(thread: Json, field: str) -> datetime:
    """Parse a timestamp of a thread; the contract's format includes a time zone."""
    return datetime.fromisoformat(thread[field])
