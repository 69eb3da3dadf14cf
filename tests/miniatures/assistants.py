"""Miniatures with faults in assistants."""

from typing import Any

from miniatures.http_messages import MARK, Request, Response, refusing
from miniatures.miniature import Mock, wrong

NAMING_A_GRAPH = ("create_assistant", "update_assistant", "search_assistants", "count_assistants")

CONFIGURING = ("create_assistant", "update_assistant")


@wrong("assistants.create.defaults", "create_assistant")
async def an_assistant_without_a_name_is_called_as_its_graph(mock: Mock, request: Request) -> Response:
    named = request.json.get("name") or "graph_id" not in request.json
    return await mock(request if named else request.with_fields(name=request.json["graph_id"]))


@wrong("assistants.create.stores_fields", "create_assistant")
async def create_drops_the_description(mock: Mock, request: Request) -> Response:
    return await mock(request.without("description") if "description" in request.json else request)


@wrong("assistants.unknown_graph", *NAMING_A_GRAPH)
async def an_unknown_graph_breaks_the_contract(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return refusing(422) if response.status == 404 and request.json.get("graph_id") else response


@wrong("assistants.configuration.mirrored", *CONFIGURING, also=("get_assistant",))
async def configurable_is_not_shown_as_context(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if request.operation in CONFIGURING and response.ok:
        config = request.json.get("config") or {}
        mock.memory[response.json["assistant_id"]] = "configurable" in config
    return response.with_fields(context={}) if mock.memory.get(request.resource_id) else response


@wrong("assistants.configuration.config_and_context", *CONFIGURING)
async def context_overrides_configurable(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return await mock(request.without("config")) if response.status == 400 else response


@wrong("assistants.patch.replaces_fields", "update_assistant")
async def patch_drops_the_description(mock: Mock, request: Request) -> Response:
    return await mock(request.without("description") if "description" in request.json else request)


@wrong("assistants.patch.version", "update_assistant")
async def an_empty_patch_makes_no_version(mock: Mock, request: Request) -> Response:
    return await mock(request.to("GET", request.place) if request.content == b"{}" else request)


async def _without_filter(mock: Mock, request: Request, name: str) -> Response:
    """Drop the filter from searches among the resources of the check; other searches keep it."""
    return await mock(request.without(name) if MARK in request.metadata and name in request.json else request)


@wrong("assistants.search.graph_id", "search_assistants")
async def search_ignores_the_graph(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return await _without_filter(mock, request, "graph_id") if response.ok else response


@wrong("assistants.count.graph_id", "count_assistants")
async def count_ignores_the_graph(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return await _without_filter(mock, request, "graph_id") if response.ok else response


@wrong("assistants.search.name", "search_assistants")
async def search_takes_the_whole_name(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not response.ok or "name" not in request.json:
        return response
    return response.with_json(
        [each for each in response.json if each["name"].lower() == request.json["name"].lower()]
    )


@wrong("assistants.count.name", "count_assistants")
async def count_ignores_the_name(mock: Mock, request: Request) -> Response:
    return await _without_filter(mock, request, "name")


@wrong("assistants.search.sort_by_name", "search_assistants")
async def search_sorts_by_no_name(mock: Mock, request: Request) -> Response:
    by_name = request.json.get("sort_by") == "name"
    return await mock(request.with_fields(sort_by="created_at") if by_name else request)


@wrong("assistants.search.sort_by_graph_id", "search_assistants")
async def search_sorts_by_no_graph_id(mock: Mock, request: Request) -> Response:
    by_graph = request.json.get("sort_by") == "graph_id"
    return await mock(request.with_fields(sort_by="created_at") if by_graph else request)


@wrong("assistants.system.exists", "search_assistants")
async def search_leaves_out_the_assistants_of_the_server(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return (
        response.with_json([each for each in response.json if not _of_the_server(each)])
        if response.ok
        else response
    )


def _of_the_server(assistant: dict[str, Any]) -> bool:
    return assistant.get("metadata", {}).get("created_by") == "system"


@wrong("assistants.delete.versions", "delete_assistant", also=("create_assistant",))
async def versions_outlive_their_assistant(mock: Mock, request: Request) -> Response:
    if request.operation == "delete_assistant":
        versions = await mock(request.to("POST", f"{request.place}/versions", {}))
        mock.memory[request.resource_id] = len(versions.json) if versions.ok else 0
        return await mock(request)
    response = await mock(request)
    for _ in range(mock.memory.get(request.resource_id, 0) if response.ok else 0):
        await mock(request.to("PATCH", request.place, {}))
    return response


@wrong("assistants.delete.threads", "delete_assistant")
async def threads_are_never_deleted(mock: Mock, request: Request) -> Response:
    return await mock(request.to("DELETE", request.path))


@wrong("assistants.delete.keeps_threads", "delete_assistant")
async def threads_are_always_deleted(mock: Mock, request: Request) -> Response:
    return await mock(request.to("DELETE", request.path, delete_threads="true"))
