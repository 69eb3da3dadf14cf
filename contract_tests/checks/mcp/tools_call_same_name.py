"""Every listed tool can be called, even if several assistants have the same name.

Why: Users give several assistants the same name. If a listed tool can't be called, or the call reaches the
other one, the model gets the wrong agent's answer.
https://modelcontextprotocol.io/specification/2025-06-18/server/tools#calling-tools
"""

from contract_tests.actions.json_rpc import code
from contract_tests.actions.mcp import call, new_tool, tools
from contract_tests.actions.resources import create_assistant
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("mcp.tools_call.same_name", operation="call_mcp", tier=3, feature="mcp")
def same_name(trial: Trial) -> None:
    title = new_tool(trial)
    create_assistant(trial, name=title)
    listed, found = tools(trial, title)
    expect.same(trial, listed, bool(found), True, "/result/tools")
    for tool in found:
        called = call(trial, tool["name"])
        refusal = f"error {code(called)}"
        trial.expect("result" in called.json, expected="a result", received=refusal, exchange=called)
