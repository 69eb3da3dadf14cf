"""Calling a tool runs its assistant with the arguments as input, and returns the values as content.

Why: This is the purpose of a tool. If the arguments don't reach the graph, or its values don't come back, the
model makes up the rest.
https://modelcontextprotocol.io/specification/2025-06-18/server/tools#calling-tools
"""

from contract_tests.actions.mcp import call, new_tool
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

SAID = "a word in a thousand"


@rule("mcp.tools_call.values", operation="call_mcp", tier=3, feature="mcp")
def values(trial: Trial) -> None:
    called = call(trial, new_tool(trial), SAID)
    result = called.json.get("result", {})
    told = "".join(part["text"] for part in result.get("content", ()))
    trial.expect(
        SAID in told and not result.get("isError"),
        expected=f"values with the message {SAID!r}",
        received="a failure" if result.get("isError") else "others" if told else "none",
        exchange=called,
        pointer="/result/content",
    )
