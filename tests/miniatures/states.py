"""Miniatures that read and update states wrongly."""

from typing import Any

from contract_tests.operation_groups import AT_CHECKPOINT
from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked


@wrong("threads.state.empty", "get_state")
async def an_empty_state_has_values(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    empty = answer.ok and not answer.json["values"]
    return answer.with_fields(values={"messages": []}) if empty else answer


@wrong("threads.state.update", "get_state")
async def the_state_lags_one_message_behind(mock: Mock, asked: Asked) -> Answered:
    return _lagging(await mock(asked))


@wrong("threads.state.update_thread_values", "update_state", places=("get_thread",))
async def the_thread_lags_one_message_behind(mock: Mock, asked: Asked) -> Answered:
    return _lagging(await mock(asked))


def _lagging(answer: Answered) -> Answered:
    if not answer.ok or answer.is_of_a_run:
        return answer
    messages = (answer.json.get("values") or {}).get("messages", [])
    return answer.with_fields(values={"messages": messages[:-1]}) if len(messages) > 1 else answer


@wrong("threads.state.update_source", "update_state", places=("get_state",))
async def an_update_looks_like_a_run(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    written = answer.ok and answer.json["metadata"]
    return answer.with_fields(metadata={**answer.json["metadata"], "source": "loop"}) if written else answer


@wrong("threads.state.update_appends", "update_state")
async def an_update_answers_the_checkpoint_before(mock: Mock, asked: Asked) -> Answered:
    before = await mock(asked.to("GET", asked.path))
    answer = await mock(asked)
    checkpoint = before.json["checkpoint"] if answer.ok else None
    return answer.with_fields(checkpoint=checkpoint) if checkpoint else answer


@wrong("threads.state.update_timestamp", "update_state", places=("get_thread",))
async def state_updated_at_never_moves(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.with_fields(state_updated_at=answer.json["created_at"]) if answer.ok else answer


@wrong("threads.state.as_node_end", "update_state")
async def the_end_is_taken_for_the_start(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.having(as_node="__start__") if asked.json.get("as_node") == "__end__" else asked)


@wrong("threads.state.unknown_node", "update_state")
async def an_unknown_node_is_ignored(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("as_node") if asked.json.get("as_node") == "no_such_node" else asked)


@wrong("threads.state.no_graph", "update_state")
async def a_thread_without_graph_gets_one(mock: Mock, asked: Asked) -> Answered:
    place = f"/threads/{asked.thread_id}"
    thread = await mock(asked.to("GET", place))
    if thread.ok and "graph_id" not in thread.json["metadata"]:
        await mock(asked.to("PATCH", place, {"metadata": {"graph_id": "agent"}}))
    return await mock(asked)


@wrong("threads.state.at_checkpoint", *AT_CHECKPOINT)
async def the_checkpoint_is_ignored(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return await mock(asked.to("GET", f"/threads/{asked.thread_id}/state")) if answer.ok else answer


@wrong("threads.state.fork", "update_state")
async def an_update_ignores_its_checkpoint(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("checkpoint") if "checkpoint" in asked.json else asked)


@wrong("threads.state.fork_by_id", "update_state")
async def an_update_ignores_its_checkpoint_id(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("checkpoint_id") if "checkpoint_id" in asked.json else asked)


@wrong("threads.state.fork_history", "update_state", also=("list_history",))
async def a_fork_cuts_off_what_was_newer(mock: Mock, asked: Asked) -> Answered:
    cut = mock.memory.setdefault(asked.thread_id, set())
    if asked.operation == "update_state":
        cut |= await _newer(mock, asked)
        return await mock(asked)
    answer = await mock(asked)
    return answer.saying([each for each in answer.json if _id(each) not in cut]) if answer.ok else answer


async def _newer(mock: Mock, asked: Asked) -> set[str]:
    """Return the ids of the checkpoints newer than the one that the update names."""
    history = await mock(asked.to("GET", f"/threads/{asked.thread_id}/history", limit=100))
    ids = [_id(state) for state in history.json] if history.ok else []
    named = asked.json.get("checkpoint", {}).get("checkpoint_id")
    return set(ids[: ids.index(named)]) if named in ids else set()


def _id(state: Any) -> str:
    return state["checkpoint"]["checkpoint_id"]
