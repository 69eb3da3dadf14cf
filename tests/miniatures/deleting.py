"""Miniatures that delete wrongly."""

from contract_tests.operation_groups import DELETING, READING, SEARCHING
from miniatures.miniature import Mock, wrong
from miniatures.words import MARK, Answered, Asked


@wrong("resources.delete.not_found", *DELETING, also=READING)
async def what_is_deleted_is_still_shown(mock: Mock, asked: Asked) -> Answered:
    if asked.operation in DELETING:
        mock.memory[asked.resource_id] = await mock(asked.to("GET", asked.place))
        return await mock(asked)
    answer = await mock(asked)
    return mock.memory.get(asked.resource_id, answer) if answer.status == 404 else answer


@wrong("resources.delete.search", *DELETING, also=SEARCHING)
async def what_is_deleted_is_still_found(mock: Mock, asked: Asked) -> Answered:
    deleted = mock.memory.setdefault("deleted", [])
    if asked.operation in DELETING:
        deleted.append(await mock(asked.to("GET", asked.place)))
        return await mock(asked)
    answer = await mock(asked)
    mark = asked.metadata.get(MARK)
    kept = [each.json for each in deleted if each.ok and each.json["metadata"].get(MARK) == mark]
    return answer.saying(answer.json + kept) if answer.ok and mark and kept else answer


@wrong("resources.delete.twice", *DELETING)
async def delete_succeeds_again(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if answer.ok:
        mock.memory[asked.resource_id] = answer
    return mock.memory.get(asked.resource_id, answer)


def deletes(asked: Asked) -> bool:
    return asked.operation == "delete_thread"


@wrong("threads.delete.history", "delete_thread", also=("create_thread",), when=deletes)
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
