"""Miniatures that search wrongly."""

from dataclasses import replace

from contract_tests.operation_groups import SEARCHING
from miniatures.miniature import Mock, wrong
from miniatures.words import MARK, Answered, Asked

ANOTHER = {"thread": "created_at", "assistant": "updated_at"}
"""A sort key other than the default."""


@wrong("resources.search.metadata", *SEARCHING)
async def search_ignores_texts_in_metadata(mock: Mock, asked: Asked) -> Answered:
    kept = {
        name: value for name, value in asked.metadata.items() if name == MARK or not isinstance(value, str)
    }
    return await mock(asked.having(metadata=kept) if asked.metadata else asked)


@wrong("resources.search.metadata_nested", *SEARCHING)
async def search_wants_nested_metadata_whole(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    nested = {name: value for name, value in asked.metadata.items() if isinstance(value, dict)}
    if not answer.ok or not nested:
        return answer
    return answer.saying([each for each in answer.json if each["metadata"].items() >= nested.items()])


@wrong("threads.search.ids", "search_threads")
async def search_ignores_ids(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("ids") if "ids" in asked.json else asked)


@wrong("threads.search.status", "search_threads")
async def search_ignores_status(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("status") if "status" in asked.json else asked)


@wrong("threads.search.values", "search_threads")
async def search_by_values_finds_all_that_have_some(mock: Mock, asked: Asked) -> Answered:
    if "values" not in asked.json:
        return await mock(asked)
    answer = await mock(asked.without("values"))
    return answer.saying([each for each in answer.json if each["values"]])


@wrong("threads.search.values_null", "search_threads")
async def search_by_values_finds_threads_without(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if "values" not in asked.json or not answer.ok:
        return answer
    everything = await mock(asked.without("values"))
    return answer.saying(answer.json + [each for each in everything.json if each["values"] is None])


@wrong("resources.search.limit", *SEARCHING)
async def search_ignores_a_limit_without_offset(mock: Mock, asked: Asked) -> Answered:
    alone = "limit" in asked.json and "offset" not in asked.json
    return await mock(asked.having(limit=1000) if alone else asked)


@wrong("resources.search.default_limit", *SEARCHING)
async def search_has_no_default_limit(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.having(**{"limit": 1000, **asked.json}) if asked.json else asked)


@wrong("resources.search.offset", *SEARCHING)
async def search_ignores_an_offset_without_limit(mock: Mock, asked: Asked) -> Answered:
    alone = "offset" in asked.json and "limit" not in asked.json
    return await mock(asked.without("offset") if alone else asked)


@wrong("resources.search.pages", *SEARCHING)
async def pages_begin_one_too_early(mock: Mock, asked: Asked) -> Answered:
    later = "limit" in asked.json and asked.json.get("offset")
    return await mock(asked.having(offset=asked.json["offset"] - 1) if later else asked)


@wrong("resources.search.pagination_headers", *SEARCHING)
async def search_tells_no_next_page(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    kept = {name: value for name, value in answer.headers.items() if name != "x-pagination-next"}
    return replace(answer, headers=kept)


@wrong("resources.search.default_order", *SEARCHING)
async def search_is_unsorted_by_default(mock: Mock, asked: Asked) -> Answered:
    sorts = asked.json.keys() & {"sort_by", "sort_order"}
    return await mock(asked if sorts or not asked.json else asked.having(sort_by=ANOTHER[asked.kind]))


@wrong("resources.search.sort_order", *SEARCHING)
async def search_ignores_a_sort_order_alone(mock: Mock, asked: Asked) -> Answered:
    alone = "sort_order" in asked.json and "sort_by" not in asked.json
    return await mock(asked.without("sort_order") if alone else asked)


async def _sorted_by_another(mock: Mock, asked: Asked, field: str, another: str = "updated_at") -> Answered:
    return await mock(asked.having(sort_by=another) if asked.json.get("sort_by") == field else asked)


@wrong("resources.search.sort_by_id", *SEARCHING)
async def search_sorts_by_no_id(mock: Mock, asked: Asked) -> Answered:
    return await _sorted_by_another(mock, asked, f"{asked.kind}_id")


@wrong("resources.search.sort_by_created_at", *SEARCHING)
async def search_sorts_by_no_created_at(mock: Mock, asked: Asked) -> Answered:
    return await _sorted_by_another(mock, asked, "created_at")


@wrong("resources.search.sort_by_updated_at", *SEARCHING)
async def search_sorts_by_no_updated_at(mock: Mock, asked: Asked) -> Answered:
    return await _sorted_by_another(mock, asked, "updated_at", "created_at")


@wrong("threads.search.sort_by_state_updated_at", "search_threads")
async def search_sorts_by_no_state_updated_at(mock: Mock, asked: Asked) -> Answered:
    return await _sorted_by_another(mock, asked, "state_updated_at")


@wrong("threads.search.sort_by_status", "search_threads")
async def search_sorts_by_no_status(mock: Mock, asked: Asked) -> Answered:
    return await _sorted_by_another(mock, asked, "status")


@wrong("resources.search.select", *SEARCHING)
async def search_ignores_select(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("select") if "select" in asked.json else asked)


@wrong("threads.search.extract", "search_threads")
async def search_ignores_extract(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("extract") if "extract" in asked.json else asked)
