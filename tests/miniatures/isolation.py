"""Miniatures that let owners see the resources of others, or pretend to."""

from dataclasses import replace

from contract_tests.operation_groups import (
    COUNTING,
    CREATING,
    NAMING_A_RESOURCE,
    SEARCHING,
    STARTING,
    STARTING_BATCHES,
)
from miniatures.http_messages import MARK, OWNERS, Request, Response, refusing
from miniatures.miniature import Mock, wrong
from miniatures.started import has, of_batch

KEYS = [each["x-api-key"] for each in OWNERS]


@wrong("resources.isolation.foreign_id", *NAMING_A_RESOURCE)
async def a_foreign_resource_is_forbidden(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if response.status not in {404, 409}:
        return response
    foreign = await mock(request.as_other().to("GET", request.place))
    return refusing(403) if foreign.ok else response


@wrong(
    "resources.isolation.untouched",
    "update_thread",
    "update_state",
    "delete_thread",
    "update_assistant",
    "set_latest_assistant_version",
    "delete_assistant",
)
async def a_foreign_resource_is_changed_despite_the_404(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if response.status == 404 and request.headers.get("x-api-key") in KEYS:
        await mock(request.as_other())
    return response


@wrong("resources.isolation.create", *CREATING, when=has(if_exists="do_nothing"))
async def do_nothing_returns_a_foreign_resource(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    do_nothing = request.json.get("if_exists") == "do_nothing"
    return await mock(request.as_other()) if response.status == 409 and do_nothing else response


@wrong("threads.isolation.search", "search_threads")
async def search_by_ids_sees_foreign_threads(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not response.ok or "ids" not in request.json:
        return response
    return response.with_json(response.json + (await mock(request.as_other())).json)


@wrong("resources.isolation.search", *SEARCHING)
async def search_finds_foreign_resources(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not response.ok or "ids" in request.json:
        return response
    foreign = (await mock(request.as_other())).json
    return response.with_json(response.json + [each for each in foreign if each not in response.json])


@wrong("resources.isolation.count", *COUNTING)
async def count_includes_foreign_resources(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not response.ok or MARK not in request.metadata:
        return response
    return response.with_json(response.json + (await mock(request.as_other())).json)


@wrong("threads.isolation.prune", "prune_threads")
async def prune_deletes_foreign_threads(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if response.status == 404:
        await mock(request.as_other())
    return response


@wrong("resources.isolation.strangers", *NAMING_A_RESOURCE)
async def strangers_count_as_the_first_owner(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if response.status not in {404, 409} or any(
        request.headers.get("x-api-key") == each["x-api-key"] for each in OWNERS
    ):
        return response
    return await mock(request.with_headers(**OWNERS[0]))


@wrong("runs.isolation.assistant", *STARTING, *STARTING_BATCHES)
async def a_foreign_assistant_runs(mock: Mock, request: Request) -> Response:
    for run in of_batch(request) or [request.json]:
        name = run.get("assistant_id", "")
        path = f"/assistants/{name}"
        is_own = (await mock(request.to("GET", path))).ok
        if not is_own and (await mock(request.as_other().to("GET", path))).ok:
            agent = request.content.replace(name.encode(), b"agent")
            return await mock(replace(request, content=agent))
    return await mock(request)
