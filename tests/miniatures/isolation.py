"""Miniatures that let owners see each other, or say that they do."""

from contract_tests.operation_groups import NAMING_A_THREAD
from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked, refusing


@wrong("threads.isolation.foreign_id", *NAMING_A_THREAD)
async def a_foreign_thread_is_forbidden(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if answer.status not in {404, 409}:
        return answer
    foreign = await mock(asked.as_other().to("GET", f"/threads/{asked.thread_id}"))
    return refusing(403) if foreign.ok else answer


@wrong("threads.isolation.untouched", "update_thread", "update_state", "delete_thread")
async def a_foreign_thread_is_said_to_be_unknown_and_changed(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if answer.status == 404:
        await mock(asked.as_other())
    return answer


@wrong("threads.isolation.create", "create_thread")
async def do_nothing_shows_a_foreign_thread(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    do_nothing = asked.json.get("if_exists") == "do_nothing"
    return await mock(asked.as_other()) if answer.status == 409 and do_nothing else answer


@wrong("threads.isolation.search", "search_threads")
async def search_by_ids_sees_foreign_threads(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not answer.ok or "ids" not in asked.json:
        return answer
    return answer.saying(answer.json + (await mock(asked.as_other())).json)


@wrong("threads.isolation.count", "count_threads")
async def count_counts_foreign_threads(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.saying(answer.json + (await mock(asked.as_other())).json) if answer.ok else answer


@wrong("threads.isolation.prune", "prune_threads")
async def prune_deletes_foreign_threads(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if answer.status == 404:
        await mock(asked.as_other())
    return answer
