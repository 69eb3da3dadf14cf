"""Miniatures whose responses have the wrong shape, or that accept and reject the wrong requests."""

from dataclasses import replace

from contract_tests.checks.threads import patch_ttl
from miniatures.http_messages import Request, Response, refusing
from miniatures.miniature import Mock, wrong


@wrong("shape.status", "delete_thread")
async def delete_returns_202(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.with_json({}, status=202) if response.ok else response


@wrong("shape.content_type", "get_ok")
async def ok_is_plain_text(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return replace(response, headers={**response.headers, "content-type": "text/plain"})


@wrong("shape.headers", "search_threads")
async def the_pagination_total_is_a_word(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return (
        replace(response, headers={**response.headers, "x-pagination-total": "many"})
        if response.ok and response.headers["x-pagination-total"] != "5"
        else response
    )


@wrong("shape.body", "count_threads")
async def count_returns_an_object(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.with_json({"count": response.json}) if response.ok else response


@wrong("shape.ids", "get_thread_storage")
async def the_storage_is_that_of_another_thread(mock: Mock, request: Request) -> Response:
    return (await mock(request)).with_fields(thread_id="00000000-0000-4000-8000-000000000000")


@wrong("shape.internals", "get_cron")
async def an_unknown_cron_is_reported_with_a_traceback(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return refusing(404, 'File "/app/crons.py", line 7, in get') if response.status == 404 else response


@wrong("shape.server_error", "find_state_at_checkpoint")
async def a_checkpoint_with_a_map_breaks_the_server(mock: Mock, request: Request) -> Response:
    if "checkpoint_map" in request.json.get("checkpoint", {}):
        return Response(500, {"content-type": "text/plain"}, b"Internal Server Error")
    return await mock(request)


@wrong("shape.accepts_valid", "update_thread")
async def patch_refuses_a_time_to_live(mock: Mock, request: Request) -> Response:
    is_of_check = request.json.get("ttl", {}).get("ttl") == patch_ttl.MINUTES
    return refusing(422) if "ttl" in request.json and not is_of_check else await mock(request)


@wrong("shape.rejects_invalid", "search_threads")
async def search_drops_invalid_fields(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return await mock(request.without(*request.json)) if response.status == 422 and request.json else response


@wrong("shape.stream", "stream_run")
async def a_run_without_a_thread_starts_with_another_event(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.each(lambda event: replace(event, name="start") if event.name == "metadata" else event)


@wrong("shape.unauthorized", "count_threads", also=("search_threads", "search_assistants"))
async def count_requires_no_key(mock: Mock, request: Request) -> Response:
    is_known = "x-api-key" in request.headers or request.operation == "count_threads"
    return await mock(request) if is_known else refusing(401)


@wrong("shape.operation_exists", "get_ok")
async def ok_does_not_exist(_mock: Mock, _request: Request) -> Response:
    return refusing(404, "Not Found")
