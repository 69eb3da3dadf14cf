"""Methods of the Model Context Protocol. Types and versions are those of the `mcp` library."""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from importlib.metadata import version
from types import MappingProxyType
from typing import Any, TypeVar

import orjson
from mcp_types import INVALID_PARAMS, METHOD_NOT_FOUND, CallToolRequestParams, PaginatedRequestParams
from mcp_types.methods import serialize_server_result
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS, LATEST_HANDSHAKE_VERSION
from pydantic import BaseModel, ValidationError

from mockserver.errors import ApiError
from mockserver.graphs import structures
from mockserver.runs import follow
from mockserver.runs.result import failure
from mockserver.runs.start import start_assistant
from mockserver.state.assistants import Assistant
from mockserver.state.world import World

PAGE_SIZE = 100
"""Tools per page."""

CURSOR = re.compile(r"[0-9]{1,9}")
SPACE = re.compile(r"\s+")
UNFIT_NAME_CHARS = re.compile(r"[^a-zA-Z0-9_.-]")
"""Characters not allowed in a tool name."""

MAX_NAME_CHARS = 128

Json = Mapping[str, Any]
Method = Callable[[World, str, Json], Awaitable[Json]]
"""A method, called with the owner and the params. Its result is validated by the `mcp` library."""

Params = TypeVar("Params", bound=BaseModel)


class McpError(Exception):
    """A method rejected its params."""

    def __init__(self, message: str, code: int = INVALID_PARAMS) -> None:
        super().__init__(message)
        self.code = code


class ToolCall(CallToolRequestParams):
    context: dict[str, Any] | None = None
    """Context of the run: an extension of LangGraph servers, not part of the protocol."""


async def response_to(world: World, owner: str, message: Json) -> dict[str, Any]:
    response = {"jsonrpc": "2.0", "id": message["id"]}
    try:
        return {**response, "result": await _result(world, owner, message)}
    except McpError as error:
        return {**response, "error": {"code": error.code, "message": str(error)}}
    except ApiError as error:
        return {**response, "error": {"code": INVALID_PARAMS, "message": error.detail}}


async def _result(world: World, owner: str, message: Json) -> Json:
    name = message["method"]
    if name not in METHODS:
        raise McpError(f"Method not found: {name}", METHOD_NOT_FOUND)
    result = await METHODS[name](world, owner, message.get("params", {}))
    return serialize_server_result(name, LATEST_HANDSHAKE_VERSION, result)


async def _initialize(_world: World, _owner: str, params: Json) -> Json:
    requested = params.get("protocolVersion")
    return {
        "protocolVersion": requested
        if requested in HANDSHAKE_PROTOCOL_VERSIONS
        else LATEST_HANDSHAKE_VERSION,
        "capabilities": {"tools": {"listChanged": False}},
        "serverInfo": {"name": "langgraph-mock", "version": version("langgraph-contract")},
    }


async def _ping(_world: World, _owner: str, _params: Json) -> Json:
    return {}


async def _list_tools(world: World, owner: str, params: Json) -> Json:
    begin = _position(_read(PaginatedRequestParams, params).cursor)
    by_name = [*tools(world.assistants.seen_by(owner)).items()]
    page = by_name[begin : begin + PAGE_SIZE]
    inputs = await _inputs(world, owner, [assistant for _, assistant in page])
    listed = [_tool(name, assistant, inputs[_origin(assistant)]) for name, assistant in page]
    end = begin + len(page)
    return {"tools": listed, "nextCursor": str(end) if end < len(by_name) else None}


async def _call_tool(world: World, owner: str, params: Json) -> Json:
    call = _read(ToolCall, params)
    assistant = tools(world.assistants.seen_by(owner)).get(call.name)
    if assistant is None:
        raise McpError(f"Unknown tool: {call.name}")
    body = {"input": call.arguments or {}, "context": call.context}
    started = await start_assistant(world, owner, assistant, body)
    await follow.result(started.log)
    return _tool_result(started.log.result)


METHODS: Mapping[str, Method] = MappingProxyType(
    {"initialize": _initialize, "ping": _ping, "tools/list": _list_tools, "tools/call": _call_tool}
)


def _origin(assistant: Assistant) -> str:
    """Return a key for everything that the assistant's graph is built from."""
    return f"{assistant.graph_id} {assistant.config}"


async def _inputs(world: World, owner: str, assistants: Iterable[Assistant]) -> dict[str, Json]:
    """Return schemas by origin: building one is slow, and many assistants share a graph."""
    structure, inputs = structures(world, owner), {}
    for assistant in assistants:
        origin = _origin(assistant)
        if origin not in inputs:
            inputs[origin] = await structure.tool_input(assistant)
    return inputs


def _tool(name: str, assistant: Assistant, schema: Json) -> Json:
    return {
        "name": name,
        "title": assistant.name,
        "description": assistant.description or f"Runs the assistant {assistant.name}",
        "inputSchema": schema,
        "annotations": {
            "readOnlyHint": False,
            "destructiveHint": False,
            "idempotentHint": False,
            "openWorldHint": True,
        },
    }


def _tool_result(outcome: bytes) -> Json:
    """Return the result of a run, or the reason of its failure."""
    why = failure(orjson.loads(outcome))
    return {"content": [{"type": "text", "text": why or outcome.decode()}], "isError": why is not None}


def _position(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not CURSOR.fullmatch(cursor):
        raise McpError(f"params.cursor: {cursor!r} is not a nextCursor of tools/list")
    return int(cursor)


def _read(params: type[Params], values: Json) -> Params:
    try:
        return params.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, ("params", *first["loc"])))
        raise McpError(f"{field}: {first['msg']}") from error


def tools(assistants: Iterable[Assistant]) -> dict[str, Assistant]:
    """Return the assistants by tool name, or by id if the name is taken or has no allowed characters."""
    named: dict[str, Assistant] = {}
    for assistant in assistants:
        name = tool_name(assistant.name)
        named[assistant.assistant_id if not name or name in named else name] = assistant
    return named


def tool_name(name: str) -> str:
    return UNFIT_NAME_CHARS.sub("", SPACE.sub("_", name.strip()))[:MAX_NAME_CHARS]
