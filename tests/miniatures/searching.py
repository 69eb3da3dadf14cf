"""Miniatures that search wrongly."""

from dataclasses import replace

from contract_tests.operation_groups import SEARCHING
from miniatures.http_messages import MARK, Request, Response
from miniatures.miniature import Mock, wrong

ANOTHER = {"thread": "created_at", "assistant": "updated_at"}
"""A sort key other than the default."""


@wrong("resources.search.metadata", *SEARCHING)
async def search_ignores_texts_in_metadata(mock: Mock, request: Request) -> Response:
    kept = {
        name: value for name, value in request.metadata.items() if name == MARK or not isinstance(value, str)
    }
    return await mock(request.with_fields(metadata=kept) if request.metadata else request)


@wrong("resources.search.metadata_nested", *SEARCHING)
async def search_compares_nested_metadata_as_a_whole(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    nested = {name: value for name, value in request.metadata.items() if isinstance(value, dict)}
    if not response.ok or not nested:
        return response
    return response.with_json([each for each in response.json if each["metadata"].items() >= nested.items()])


@wrong("threads.search.ids", "search_threads")
async def search_ignores_ids(mock: Mock, request: Request) -> Response:
    return await mock(request.without("ids") if "ids" in request.json else request)


@wrong("threads.search.status", "search_threads")
async def search_ignores_status(mock: Mock, request: Request) -> Response:
    return await mock(request.without("status") if "status" in request.json else request)


@wrong("threads.search.values", "search_threads")
async def search_by_values_finds_all_that_have_some(mock: Mock, request: Request) -> Response:
    if "values" not in request.json:
        return await mock(request)
    response = await mock(request.without("values"))
    return response.with_json([each for each in response.json if each["values"]])


@wrong("threads.search.values_null", "search_threads")
async def search_by_values_finds_threads_without(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if "values" not in request.json or not response.ok:
        return response
    everything = await mock(request.without("values"))
    return response.with_json(response.json + [each for each in everything.json if each["values"] is None])


@wrong("resources.search.limit", *SEARCHING)
async def search_ignores_a_limit_without_offset(mock: Mock, request: Request) -> Response:
    alone = "limit" in request.json and "offset" not in request.json
    return await mock(request.with_fields(limit=1000) if alone else request)


@wrong("resources.search.default_limit", *SEARCHING)
async def search_has_no_default_limit(mock: Mock, request: Request) -> Response:
    return await mock(request.with_fields(**{"limit": 1000, **request.json}) if request.json else request)


@wrong("resources.search.offset", *SEARCHING)
async def search_ignores_an_offset_without_limit(mock: Mock, request: Request) -> Response:
    alone = "offset" in request.json and "limit" not in request.json
    return await mock(request.without("offset") if alone else request)


@wrong("resources.search.pages", *SEARCHING)
async def pages_begin_one_too_early(mock: Mock, request: Request) -> Response:
    later = "limit" in request.json and request.json.get("offset")
    return await mock(request.with_fields(offset=request.json["offset"] - 1) if later else request)


@wrong("resources.search.pagination_headers", *SEARCHING)
async def search_omits_the_next_page(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    kept = {name: value for name, value in response.headers.items() if name != "x-pagination-next"}
    return replace(response, headers=kept)


@wrong("resources.search.default_order", *SEARCHING)
async def search_is_unsorted_by_default(mock: Mock, request: Request) -> Response:
    sorts = request.json.keys() & {"sort_by", "sort_order"}
    return await mock(
        request if sorts or not request.json else request.with_fields(sort_by=ANOTHER[request.kind])
    )


@wrong("resources.search.sort_order", *SEARCHING)
async def search_ignores_a_sort_order_alone(mock: Mock, request: Request) -> Response:
    alone = "sort_order" in request.json and "sort_by" not in request.json
    return await mock(request.without("sort_order") if alone else request)


async def _sorted_by_another(
    mock: Mock, request: Request, field: str, another: str = "updated_at"
) -> Response:
    return await mock(
        request.with_fields(sort_by=another) if request.json.get("sort_by") == field else request
    )


@wrong("resources.search.sort_by_id", *SEARCHING)
async def search_sorts_by_no_id(mock: Mock, request: Request) -> Response:
    return await _sorted_by_another(mock, request, f"{request.kind}_id")


@wrong("resources.search.sort_by_created_at", *SEARCHING)
async def search_sorts_by_no_created_at(mock: Mock, request: Request) -> Response:
    return await _sorted_by_another(mock, request, "created_at")


@wrong("resources.search.sort_by_updated_at", *SEARCHING)
async def search_sorts_by_no_updated_at(mock: Mock, request: Request) -> Response:
    return await _sorted_by_another(mock, request, "updated_at", "created_at")


@wrong("threads.search.sort_by_state_updated_at", "search_threads")
async def search_sorts_by_no_state_updated_at(mock: Mock, request: Request) -> Response:
    return await _sorted_by_another(mock, request, "state_updated_at")


@wrong("threads.search.sort_by_status", "search_threads")
async def search_sorts_by_no_status(mock: Mock, request: Request) -> Response:
    return await _sorted_by_another(mock, request, "status")


@wrong("resources.search.select", *SEARCHING)
async def search_ignores_select(mock: Mock, request: Request) -> Response:
    return await mock(request.without("select") if "select" in request.json else request)


@wrong("threads.search.extract", "search_threads")
async def search_ignores_extract(mock: Mock, request: Request) -> Response:
    return await mock(request.without("extract") if "extract" in request.json else request)
