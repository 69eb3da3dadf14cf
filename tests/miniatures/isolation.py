"""Miniatures that let owners see the resources of others, or pretend to."""

from contract_tests.operation_groups import COUNTING, CREATING, NAMING_A_RESOURCE, SEARCHING
from miniatures.miniature import Mock, wrong
from miniatures.started import has
from miniatures.words import MARK, Answered, Asked, refusing


@wrong("resources.isolation.foreign_id", *NAMING_A_RESOURCE)
async def what_is_foreign_is_forbidden(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if answer.status not in {404, 409}:
        return answer
    foreign = await mock(asked.as_other().to("GET", asked.place))
    return refusing(403) if foreign.ok else answer


@wrong(
    "resources.isolation.untouched",
    "update_thread",
    "update_state",
    "delete_thread",
    "update_assistant",
    "set_latest_assistant_version",
    "delete_assistant",
)
async def what_is_foreign_is_said_to_be_unknown_and_changed(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if answer.status == 404:
        await mock(asked.as_other())
    return answer


@wrong("resources.isolation.create", *CREATING, when=has(if_exists="do_nothing"))
async def do_nothing_shows_what_is_foreign(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    do_nothing = asked.json.get("if_exists") == "do_nothing"
    return await mock(asked.as_other()) if answer.status == 409 and do_nothing else answer


@wrong("threads.isolation.search", "search_threads")
async def search_by_ids_sees_foreign_threads(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not answer.ok or "ids" not in asked.json:
        return answer
    return answer.saying(answer.json + (await mock(asked.as_other())).json)


@wrong("resources.isolation.search", *SEARCHING)
async def search_sees_what_is_foreign(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not answer.ok or "ids" in asked.json:
        return answer
    foreign = (await mock(asked.as_other())).json
    return answer.saying(answer.json + [each for each in foreign if each not in answer.json])


@wrong("resources.isolation.count", *COUNTING)
async def count_counts_what_is_foreign(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not answer.ok or MARK not in asked.metadata:
        return answer
    return answer.saying(answer.json + (await mock(asked.as_other())).json)


@wrong("threads.isolation.prune", "prune_threads")
async def prune_deletes_foreign_threads(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if answer.status == 404:
        await mock(asked.as_other())
    return answer
