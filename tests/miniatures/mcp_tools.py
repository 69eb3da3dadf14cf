"""Miniatures with faults in the Model Context Protocol."""

from miniatures.http_messages import Request, Response, refusing
from miniatures.miniature import UNKNOWN_PATH, Mock, wrong

OPERATION = "call_mcp"


def calls(method: str):
    return lambda request: request.json.get("method") == method


def error(request: Request, response: Response, code: int) -> Response:
    content = {"code": code, "message": "no"}
    return response.with_json({"jsonrpc": "2.0", "id": request.json["id"], "error": content})


def with_tools(response: Response, tools: list) -> Response:
    return response.with_fields(result={**response.json["result"], "tools": tools})


@wrong("mcp.accept_header", OPERATION)
async def the_accept_header_is_ignored(mock: Mock, request: Request) -> Response:
    return await mock(request.with_headers(accept="application/json"))


@wrong("mcp.response.id", OPERATION)
async def zero_is_no_id(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return (
        response.with_fields(id=None) if request.json.get("id") == 0 and response.status == 200 else response
    )


@wrong("mcp.initialize.version", OPERATION, when=calls("initialize"))
async def every_version_is_known(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not calls("initialize")(request) or response.status != 200:
        return response
    version = request.json["params"]["protocolVersion"]
    return response.with_fields(result={**response.json["result"], "protocolVersion": version})


@wrong("mcp.notification", OPERATION)
async def unknown_notifications_are_refused(mock: Mock, request: Request) -> Response:
    unknown = str(request.json.get("method", "")).startswith("notifications/of_another")
    return refusing(400) if unknown else await mock(request)


@wrong("mcp.ping", OPERATION, when=calls("ping"))
async def a_ping_comes_back(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    is_pong = calls("ping")(request) and response.status == 200
    return response.with_fields(result={"pong": True}) if is_pong else response


@wrong("mcp.trailing_slash", OPERATION, places=(UNKNOWN_PATH,))
async def the_path_must_not_end_with_a_slash(mock: Mock, request: Request) -> Response:
    return refusing(404) if request.path == "/mcp/" else await mock(request)


@wrong("mcp.unknown_method", OPERATION)
async def an_unknown_method_has_bad_params(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    unknown = response.status == 200 and response.json.get("error", {}).get("code") == -32601
    return error(request, response, -32602) if unknown else response


@wrong("mcp.tools_call.error", OPERATION, when=calls("tools/call"))
async def a_failed_tool_is_no_error(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not calls("tools/call")(request) or "result" not in response.json:
        return response
    return response.with_fields(result={**response.json["result"], "isError": False})


@wrong("mcp.tools_call.unknown", OPERATION, when=calls("tools/call"))
async def an_unknown_tool_is_an_unknown_method(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    is_rejected = calls("tools/call")(request) and "error" in response.json
    return (
        error(request, response, -32601) if is_rejected and not await is_foreign(mock, request) else response
    )


@wrong("mcp.tools_call.values", OPERATION, when=calls("tools/call"))
async def tool_arguments_are_lost(mock: Mock, request: Request) -> Response:
    if not calls("tools/call")(request):
        return await mock(request)
    return await mock(request.with_fields(params={**request.json["params"], "arguments": {}}))


@wrong("mcp.tools_call.same_name", OPERATION, when=calls("tools/call"))
async def a_shared_tool_name_is_unknown(mock: Mock, request: Request) -> Response:
    if not calls("tools/call")(request):
        return await mock(request)
    name = request.json["params"]["name"]
    assistants = (await mock(request.to("POST", "/assistants/search", {"name": name}))).json
    response = await mock(request)
    return error(request, response, -32602) if len(assistants) > 1 else response


@wrong("mcp.tools_list.assistants", OPERATION, when=calls("tools/list"))
async def tools_are_named_word_for_word(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not calls("tools/list")(request) or "result" not in response.json:
        return response
    tools = [{**tool, "name": tool["name"].replace("_", "-")} for tool in response.json["result"]["tools"]]
    return with_tools(response, tools)


@wrong("mcp.tools_list.input_schema", OPERATION, when=calls("tools/list"))
async def a_tool_takes_anything(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not calls("tools/list")(request) or "result" not in response.json:
        return response
    anything = {"type": "object"}
    return with_tools(
        response, [{**tool, "inputSchema": anything} for tool in response.json["result"]["tools"]]
    )


@wrong("mcp.isolation.list", OPERATION, when=calls("tools/list"))
async def every_owner_lists_every_tool(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not calls("tools/list")(request) or "result" not in response.json:
        return response
    foreign = (await mock(request.as_other())).json["result"]["tools"]
    own = response.json["result"]["tools"]
    return with_tools(response, own + [tool for tool in foreign if tool not in own])


@wrong("mcp.isolation.call", OPERATION, when=calls("tools/call"))
async def every_owner_calls_every_tool(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    is_rejected = calls("tools/call")(request) and "error" in response.json
    return await mock(request.as_other()) if is_rejected else response


async def is_foreign(mock: Mock, request: Request) -> bool:
    """Return whether the called tool belongs to the other owner."""
    return "result" in (await mock(request.as_other())).json
