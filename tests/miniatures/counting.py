"""Miniatures that count wrongly."""

from contract_tests.operation_groups import COUNTING
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong


@wrong("resources.count.total", *COUNTING)
async def count_stops_at_ten(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.with_json(min(response.json, 10)) if response.ok else response


@wrong("resources.count.metadata", *COUNTING)
async def count_ignores_nested_metadata(mock: Mock, request: Request) -> Response:
    kept = {name: value for name, value in request.metadata.items() if not isinstance(value, dict)}
    return await mock(request.with_fields(metadata=kept) if request.metadata else request)


@wrong("threads.count.status", "count_threads")
async def count_ignores_status(mock: Mock, request: Request) -> Response:
    return await mock(request.without("status") if "status" in request.json else request)


@wrong("threads.count.values", "count_threads")
async def count_by_values_counts_all_that_have_some(mock: Mock, request: Request) -> Response:
    if "values" not in request.json:
        return await mock(request)
    threads = await mock(request.to("POST", "/threads/search", request.without("values").json))
    return threads.with_json(sum(each["values"] is not None for each in threads.json))


@wrong("threads.count.values_null", "count_threads")
async def count_by_values_breaks_on_threads_without(mock: Mock, request: Request) -> Response:
    threads = await mock(request.to("POST", "/threads/search", request.without("values").json))
    if "values" in request.json and any(each["values"] is None for each in threads.json):
        return Response(500, {"content-type": "text/plain"}, b"Internal Server Error")
    return await mock(request)
