"""Miniatures with faults in the versions of assistants."""

from miniatures.http_messages import Request, Response, refusing
from miniatures.miniature import Mock, wrong

LISTING, CHANGING = "list_assistant_versions", "set_latest_assistant_version"


@wrong("assistants.versions.order", LISTING)
async def versions_come_oldest_first(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.with_json(response.json[::-1]) if response.ok and not request.json else response


@wrong("assistants.versions.content", LISTING)
async def every_version_has_the_current_name(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    today = await mock(request.to("GET", request.place))
    if not response.ok or not today.ok:
        return response
    return response.with_json([{**version, "name": today.json["name"]} for version in response.json])


@wrong("assistants.versions.pages", LISTING)
async def versions_are_not_paginated(mock: Mock, request: Request) -> Response:
    return await mock(request.with_fields(limit=1000) if "limit" in request.json else request)


@wrong("assistants.versions.metadata", LISTING)
async def versions_ignore_the_metadata(mock: Mock, request: Request) -> Response:
    return await mock(request.without("metadata") if "metadata" in request.json else request)


@wrong("assistants.versions.offset_beyond_end", LISTING)
async def an_offset_beyond_the_end_is_not_found(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return refusing(404) if response.ok and not response.json else response


@wrong("assistants.latest.name_and_metadata", CHANGING, also=("get_assistant",))
async def an_earlier_version_keeps_the_latest_name(mock: Mock, request: Request) -> Response:
    if request.operation == CHANGING:
        before = await mock(request.to("GET", request.place))
        mock.memory[request.resource_id] = before.json.get("name")
        return await mock(request)
    response = await mock(request)
    name = mock.memory.get(request.resource_id)
    earlier = response.ok and name and response.json["version"] == 1
    return response.with_fields(name=name) if earlier else response


@wrong("assistants.latest.configuration", CHANGING, also=("get_assistant",))
async def an_earlier_version_keeps_the_latest_context(mock: Mock, request: Request) -> Response:
    if request.operation == CHANGING:
        before = await mock(request.to("GET", request.place))
        mock.memory[request.resource_id] = before.json.get("context")
        return await mock(request)
    context = mock.memory.get(request.resource_id)
    response = await mock(request)
    return response.with_fields(context=context) if context else response


@wrong("assistants.latest.graph", CHANGING, also=("get_assistant",))
async def an_earlier_version_keeps_the_latest_graph(mock: Mock, request: Request) -> Response:
    if request.operation == CHANGING:
        before = await mock(request.to("GET", request.place))
        mock.memory[request.resource_id] = before.json.get("graph_id")
        return await mock(request)
    graph_id = mock.memory.get(request.resource_id)
    response = await mock(request)
    return response.with_fields(graph_id=graph_id) if graph_id else response


@wrong("assistants.latest.next_version", CHANGING, also=("get_assistant",))
async def version_numbers_are_reused(mock: Mock, request: Request) -> Response:
    if request.operation == CHANGING:
        mock.memory[request.resource_id] = request.json.get("version")
        return await mock(request)
    response, latest = await mock(request), mock.memory.get(request.resource_id)
    again = response.ok and latest == 1 and response.json["version"] > latest
    return response.with_fields(version=latest + 1) if again else response


@wrong("assistants.latest.unknown_version", CHANGING)
async def an_unknown_version_changes_nothing(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    assistant = await mock(request.to("GET", request.place))
    return assistant if response.status == 404 and assistant.ok else response
