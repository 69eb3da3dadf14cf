"""Calling another owner's tool fails with the error of an unknown tool, -32602.

Why: A tool acts on behalf of its owner. A stranger who can call it uses that owner's data and money.
https://modelcontextprotocol.io/specification/2025-06-18/server/tools#security-considerations
"""

from contract_tests.actions.json_rpc import code
from contract_tests.actions.mcp import call, new_tool, tools
from contract_tests.findings.finding import NotTestable
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("mcp.isolation.call", operation="call_mcp", tier=3, feature="mcp", identities=2)
def isolation_call(trial: Trial) -> None:
    name = new_tool(trial, other=True)
    own, there = tools(trial, name, other=True)
    if not there:
        raise NotTestable("an owner does not see the tool of their own assistant", own)
    called = call(trial, name)
    expect.same(trial, called, code(called), -32602, "/error/code")
