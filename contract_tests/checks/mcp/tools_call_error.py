"""Calling a tool whose run fails returns a result with `isError`, not a protocol error.

Why: With `isError`, the model reads the error and tries again. A protocol error goes to the program instead,
which stops the model's work.
https://modelcontextprotocol.io/specification/2025-06-18/server/tools#error-handling
"""

from contract_tests.actions.mcp import call, failing_tool
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("mcp.tools_call.error", operation="call_mcp", tier=3, feature="mcp")
def error(trial: Trial) -> None:
    called = call(trial, failing_tool(trial))
    expect.same(trial, called, called.json.get("result", {}).get("isError"), True, "/result/isError")
