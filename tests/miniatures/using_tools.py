"""Miniatures with faults in the Model Context Protocol."""

from miniatures.miniature import UNKNOWN_PATH, Mock, wrong
from miniatures.words import Answered, Asked, refusing

OPERATION = "call_mcp"


def calls(method: str):
    return lambda asked: asked.json.get("method") == method


def error(asked: Asked, answer: Answered, code: int) -> Answered:
    told = {"code": code, "message": "no"}
    return answer.saying({"jsonrpc": "2.0", "id": asked.json["id"], "error": told})


def with_tools(answer: Answered, tools: list) -> Answered:
    return answer.with_fields(result={**answer.json["result"], "tools": tools})


@wrong("mcp.accept_header", OPERATION)
async def everyone_gets_json(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.headed(accept="application/json"))


@wrong("mcp.response.id", OPERATION)
async def zero_is_no_id(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.with_fields(id=None) if asked.json.get("id") == 0 and answer.status == 200 else answer


@wrong("mcp.initialize.version", OPERATION, when=calls("initialize"))
async def every_version_is_known(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not calls("initialize")(asked) or answer.status != 200:
        return answer
    version = asked.json["params"]["protocolVersion"]
    return answer.with_fields(result={**answer.json["result"], "protocolVersion": version})


@wrong("mcp.notification", OPERATION)
async def unknown_notifications_are_refused(mock: Mock, asked: Asked) -> Answered:
    unknown = str(asked.json.get("method", "")).startswith("notifications/of_another")
    return refusing(400) if unknown else await mock(asked)


@wrong("mcp.ping", OPERATION, when=calls("ping"))
async def a_ping_comes_back(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    is_pong = calls("ping")(asked) and answer.status == 200
    return answer.with_fields(result={"pong": True}) if is_pong else answer


@wrong("mcp.trailing_slash", OPERATION, places=(UNKNOWN_PATH,))
async def the_path_must_not_end_with_a_slash(mock: Mock, asked: Asked) -> Answered:
    return refusing(404) if asked.path == "/mcp/" else await mock(asked)


@wrong("mcp.unknown_method", OPERATION)
async def an_unknown_method_has_bad_params(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    unknown = answer.status == 200 and answer.json.get("error", {}).get("code") == -32601
    return error(asked, answer, -32602) if unknown else answer


@wrong("mcp.tools_call.error", OPERATION, when=calls("tools/call"))
async def a_tool_that_fails_says_so_in_words_only(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not calls("tools/call")(asked) or "result" not in answer.json:
        return answer
    return answer.with_fields(result={**answer.json["result"], "isError": False})


@wrong("mcp.tools_call.unknown", OPERATION, when=calls("tools/call"))
async def an_unknown_tool_is_an_unknown_method(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    refused = calls("tools/call")(asked) and "error" in answer.json
    return error(asked, answer, -32601) if refused and not await is_foreign(mock, asked) else answer


@wrong("mcp.tools_call.values", OPERATION, when=calls("tools/call"))
async def the_arguments_are_lost(mock: Mock, asked: Asked) -> Answered:
    if not calls("tools/call")(asked):
        return await mock(asked)
    return await mock(asked.having(params={**asked.json["params"], "arguments": {}}))


@wrong("mcp.tools_call.same_name", OPERATION, when=calls("tools/call"))
async def what_has_the_name_of_another_is_not_called(mock: Mock, asked: Asked) -> Answered:
    if not calls("tools/call")(asked):
        return await mock(asked)
    name = asked.json["params"]["name"]
    found = (await mock(asked.to("POST", "/assistants/search", {"name": name}))).json
    answer = await mock(asked)
    return error(asked, answer, -32602) if len(found) > 1 else answer


@wrong("mcp.tools_list.assistants", OPERATION, when=calls("tools/list"))
async def tools_are_named_word_for_word(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not calls("tools/list")(asked) or "result" not in answer.json:
        return answer
    tools = [{**tool, "name": tool["name"].replace("_", "-")} for tool in answer.json["result"]["tools"]]
    return with_tools(answer, tools)


@wrong("mcp.tools_list.input_schema", OPERATION, when=calls("tools/list"))
async def a_tool_takes_anything(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not calls("tools/list")(asked) or "result" not in answer.json:
        return answer
    anything = {"type": "object"}
    return with_tools(answer, [{**tool, "inputSchema": anything} for tool in answer.json["result"]["tools"]])


@wrong("mcp.isolation.list", OPERATION, when=calls("tools/list"))
async def everyone_sees_every_tool(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not calls("tools/list")(asked) or "result" not in answer.json:
        return answer
    others = (await mock(asked.as_other())).json["result"]["tools"]
    own = answer.json["result"]["tools"]
    return with_tools(answer, own + [tool for tool in others if tool not in own])


@wrong("mcp.isolation.call", OPERATION, when=calls("tools/call"))
async def everyone_calls_every_tool(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    refused = calls("tools/call")(asked) and "error" in answer.json
    return await mock(asked.as_other()) if refused else answer


async def is_foreign(mock: Mock, asked: Asked) -> bool:
    """Return whether the called tool belongs to the other owner."""
    return "result" in (await mock(asked.as_other())).json
