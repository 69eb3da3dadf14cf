"""Miniatures that list runs wrongly."""

from miniatures.http_messages import MARK, Request, Response
from miniatures.miniature import Mock, wrong
from miniatures.started import reads


@wrong("runs.list.order", "list_thread_runs")
async def runs_are_listed_oldest_first(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.with_json(response.json[::-1]) if response.ok and not request.query else response


@wrong("runs.list.limit", "list_thread_runs", when=lambda request: "limit" in request.query)
async def runs_are_listed_without_limit(mock: Mock, request: Request) -> Response:
    return await mock(request.without_query("limit"))


@wrong("runs.list.default_limit", "list_thread_runs")
async def all_runs_are_listed(mock: Mock, request: Request) -> Response:
    return await mock(request.with_query(limit="100") if "limit" not in request.query else request)


@wrong("runs.list.offset", "list_thread_runs", when=lambda request: "offset" in request.query)
async def runs_are_listed_from_the_newest(mock: Mock, request: Request) -> Response:
    return await mock(request.without_query("offset"))


@wrong("runs.list.status", "list_thread_runs", when=lambda request: "status" in request.query)
async def list_runs_ignores_the_status(mock: Mock, request: Request) -> Response:
    return await mock(request.without_query("status"))


@wrong("runs.list.select", "list_thread_runs", when=lambda request: "select" in request.query)
async def runs_are_listed_whole(mock: Mock, request: Request) -> Response:
    return await mock(request.without_query("select"))


@wrong("runs.list.thread", "list_thread_runs", also=("create_thread_run",), when=reads("list_thread_runs"))
async def runs_of_other_threads_are_listed(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    key = request.headers.get("x-api-key")
    all_runs = mock.memory.setdefault(key, [])
    if request.operation == "create_thread_run":
        all_runs += [response.json] if response.ok else []
        return response
    marks = {run.get("metadata", {}).get(MARK) for run in response.json} if response.ok else set()
    foreign_runs = [
        {**run, "thread_id": request.thread_id}
        for run in all_runs
        if run["metadata"].get(MARK) in marks and run["thread_id"] != request.thread_id
    ]
    return response.with_json(response.json + foreign_runs) if foreign_runs else response
