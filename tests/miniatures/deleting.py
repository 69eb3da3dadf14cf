"""Miniatures that delete threads wrongly."""

from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked


@wrong("threads.delete.gone", "delete_thread", also=("get_thread",))
async def deleted_threads_are_still_shown(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == "delete_thread":
        mock.memory[asked.thread_id] = await mock(asked.to("GET", asked.path))
        return await mock(asked)
    answer = await mock(asked)
    return mock.memory.get(asked.thread_id, answer) if answer.status == 404 else answer


@wrong("threads.delete.search", "delete_thread", also=("search_threads",))
async def deleted_threads_are_still_found(mock: Mock, asked: Asked) -> Answered:
    deleted = mock.memory.setdefault("deleted", [])
    if asked.operation == "delete_thread":
        deleted.append(await mock(asked.to("GET", asked.path)))
        return await mock(asked)
    answer = await mock(asked)
    mark = asked.metadata.get("contract_check")
    threads = [
        each.json for each in deleted if each.ok and each.json["metadata"].get("contract_check") == mark
    ]
    return answer.saying(answer.json + threads) if answer.ok and mark and threads else answer


@wrong("threads.delete.twice", "delete_thread")
async def delete_succeeds_again(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if answer.ok:
        mock.memory[asked.thread_id] = answer
    return mock.memory.get(asked.thread_id, answer)


@wrong("threads.delete.history", "delete_thread", also=("create_thread",))
async def states_outlive_their_thread(mock: Mock, asked: Asked) -> Answered:
    state = f"/threads/{asked.thread_id}/state"
    if asked.operation == "delete_thread":
        before = await mock(asked.to("GET", state))
        mock.memory[asked.thread_id] = before.json["values"] if before.ok else {}
        return await mock(asked)
    answer = await mock(asked)
    left = mock.memory.get(asked.thread_id)
    if answer.ok and left:
        await mock(asked.to("POST", state, {"values": left, "as_node": "__start__"}))
    return answer
