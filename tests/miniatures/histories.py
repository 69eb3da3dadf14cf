"""Miniatures that return wrong histories."""

from dataclasses import replace

from contract_tests.operation_groups import HISTORY
from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked


@wrong("threads.history.empty", *HISTORY)
async def an_empty_history_has_a_state(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not answer.ok or answer.json:
        return answer
    state = await mock(asked.to("GET", f"/threads/{asked.thread_id}/state"))
    return state.saying([] if state.json["checkpoint"] else [state.json])


@wrong("threads.history.order", *HISTORY)
async def the_oldest_state_comes_first(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.saying(answer.json[::-1]) if answer.ok and not answer.is_of_a_run else answer


@wrong("threads.history.limit", *HISTORY)
async def the_limit_is_one_too_high(mock: Mock, asked: Asked) -> Answered:
    if "limit" in asked.query:
        return await mock(replace(asked, query={**asked.query, "limit": str(int(asked.query["limit"]) + 1)}))
    return await mock(asked.having(limit=asked.json["limit"] + 1) if "limit" in asked.json else asked)


@wrong("threads.history.default_limit", *HISTORY)
async def the_default_limit_is_ten(mock: Mock, asked: Asked) -> Answered:
    if asked.method == "GET":
        return await mock(replace(asked, query={"limit": "10", **asked.query}))
    return await mock(asked.having(**{"limit": 10, **asked.json}) if asked.content == b"{}" else asked)


@wrong("threads.history.before", *HISTORY)
async def before_is_inclusive(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    named = asked.query.get("before") or asked.json.get("before", {}).get("checkpoint_id")
    if not named or not answer.ok:
        return answer
    state = await mock(asked.to("GET", f"/threads/{asked.thread_id}/state/{named}"))
    return answer.saying([state.json, *answer.json])


@wrong("threads.history.metadata", "search_history")
async def history_ignores_metadata(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("metadata") if "metadata" in asked.json else asked)


@wrong("threads.history.parent_chain", *HISTORY)
async def states_have_no_parents(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not answer.ok or answer.is_of_a_run:
        return answer
    return answer.saying([{**each, "parent_checkpoint": None} for each in answer.json])
