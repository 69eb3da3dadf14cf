"""`initialize` accepts the client's protocol version if the server supports it, and offers one otherwise.

Why: A client continues only with a version that it supports, and disconnects from any other. If the server
insists on another version, no tool is ever listed.
https://modelcontextprotocol.io/specification/2025-06-18/basic/lifecycle#version-negotiation
"""

from contract_tests.actions.mcp import send_to_success
from contract_tests.client.exchange import Exchange
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

UNKNOWN = "1999-12-31"
"""Unsupported version: the first version of the protocol is from 2024."""


@check("mcp.initialize.version", operation="call_mcp", tier=3, feature="mcp")
def version(ctx: CheckContext) -> None:
    offered = _initialize(ctx, UNKNOWN)
    newest = offered.json["result"].get("protocolVersion")
    ctx.expect(
        newest not in (None, UNKNOWN),
        expected="a version that the server knows",
        received=expect.shown(newest),
        exchange=offered,
        pointer="/result/protocolVersion",
    )
    agreed = _initialize(ctx, newest)
    expect.equal(ctx, agreed, agreed.json["result"].get("protocolVersion"), newest, "/result/protocolVersion")


def _initialize(ctx: CheckContext, protocol_version: str) -> Exchange:
    client = {"name": "langgraph-check", "version": "1"}
    return send_to_success(
        ctx, "initialize", protocolVersion=protocol_version, capabilities={}, clientInfo=client
    )
