"""Miniatures that count wrongly."""

from contract_tests.operation_groups import COUNTING
from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked


@wrong("resources.count.total", *COUNTING)
async def count_stops_at_ten(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.saying(min(answer.json, 10)) if answer.ok else answer


@wrong("resources.count.metadata", *COUNTING)
async def count_ignores_nested_metadata(mock: Mock, asked: Asked) -> Answered:
    kept = {name: value for name, value in asked.metadata.items() if not isinstance(value, dict)}
    return await mock(asked.having(metadata=kept) if asked.metadata else asked)


@wrong("threads.count.status", "count_threads")
async def count_ignores_status(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("status") if "status" in asked.json else asked)


@wrong("threads.count.values", "count_threads")
async def count_by_values_counts_all_that_have_some(mock: Mock, asked: Asked) -> Answered:
    if "values" not in asked.json:
        return await mock(asked)
    found = await mock(asked.to("POST", "/threads/search", asked.without("values").json))
    return found.saying(sum(each["values"] is not None for each in found.json))


@wrong("threads.count.values_null", "count_threads")
async def count_by_values_breaks_on_threads_without(mock: Mock, asked: Asked) -> Answered:
    found = await mock(asked.to("POST", "/threads/search", asked.without("values").json))
    if "values" in asked.json and any(each["values"] is None for each in found.json):
        return Answered(500, {"content-type": "text/plain"}, b"Internal Server Error")
    return await mock(asked)
