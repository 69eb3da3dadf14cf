"""`initialize` accepts the client's protocol version if the server supports it, and offers one otherwise.

Why: A client continues only with a version that it supports, and disconnects from any other. If the server
insists on another version, no tool is ever listed.
https://modelcontextprotocol.io/specification/2025-06-18/basic/lifecycle#version-negotiation
"""

from contract_tests.actions.mcp import succeed
from contract_tests.client.exchange import Exchange
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

UNKNOWN = "1999-12-31"
"""Unsupported version: the first version of the protocol is from 2024."""


@rule("mcp.initialize.version", operation="call_mcp", tier=3, feature="mcp")
def version(trial: Trial) -> None:
    offered = _initialize(trial, UNKNOWN)
    newest = offered.json["result"].get("protocolVersion")
    trial.expect(
        newest not in (None, UNKNOWN),
        expected="a version that the server knows",
        received=expect.shown(newest),
        exchange=offered,
        pointer="/result/protocolVersion",
    )
    agreed = _initialize(trial, newest)
    expect.same(
        trial, agreed, agreed.json["result"].get("protocolVersion"), newest, "/result/protocolVersion"
    )


def _initialize(trial: Trial, wanted: str) -> Exchange:
    client = {"name": "langgraph-check", "version": "1"}
    return succeed(trial, "initialize", protocolVersion=wanted, capabilities={}, clientInfo=client)
