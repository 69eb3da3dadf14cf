"""Requests to a target whose assistants are tools of the Model Context Protocol."""

from collections.abc import Iterator
from typing import Any

from contract_tests.actions import json_rpc
from contract_tests.actions.resources import create_assistant
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked
from contract_tests.harness.check_context import CheckContext

MAX_PAGES = 50
"""Maximum number of pages in which to look for the check's tool."""

Tool = dict[str, Any]


def request(ctx: CheckContext, method: str, *, id: Json = 1, other: bool = False, **params: Json) -> Exchange:  # noqa: A002
    """Send a JSON-RPC request; the response contains a result or an error."""
    return ctx.need(send(ctx, json_rpc.request(method, params, id), other=other))


def send(ctx: CheckContext, message: Json, *, other: bool = False) -> Exchange:
    """Send any JSON-RPC message."""
    return ctx.call("call_mcp", headers=json_rpc.ACCEPT, body=message, other=other)


def send_to_success(ctx: CheckContext, method: str, *, other: bool = False, **params: Json) -> Exchange:
    """Send a request whose response contains a result."""
    response = request(ctx, method, other=other, **params)
    if "result" not in json_rpc.json_object(response):
        raise Blocked(f"{method} returns an error", response)
    return response


def call_tool(ctx: CheckContext, name: str, text: str = "hello") -> Exchange:
    """Call a tool whose graph keeps messages, or skip the check."""
    ctx.graph_for("assistant")
    return request(ctx, "tools/call", name=name, arguments={"messages": [{"role": "user", "content": text}]})


def create_tool(ctx: CheckContext, *, other: bool = False, **body: Json) -> str:
    """Create an assistant and return its unique name, which is the name of its tool."""
    name = ctx.new_id()
    create_assistant(ctx, other=other, name=name, **body)
    return name


def create_failing_tool(ctx: CheckContext) -> str:
    return create_tool(ctx, graph_id=ctx.graph_name_for("failing"))


def tools(ctx: CheckContext, title: str, *, other: bool = False) -> tuple[Exchange, list[Tool]]:
    """Return the tools with this title, and the page that lists them or else the last page."""
    for page in _pages(ctx, other=other):
        matching = [
            tool for tool in page.json["result"]["tools"] if title in (tool.get("title"), tool["name"])
        ]
        if matching:
            break
    return page, matching


def _pages(ctx: CheckContext, *, other: bool) -> Iterator[Exchange]:
    cursor: dict[str, Json] = {}
    for _ in range(MAX_PAGES):
        page = send_to_success(ctx, "tools/list", other=other, **cursor)
        yield page
        if "nextCursor" not in page.json["result"]:
            return
        cursor = {"cursor": page.json["result"]["nextCursor"]}
