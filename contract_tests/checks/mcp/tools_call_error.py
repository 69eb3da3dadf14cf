"""A tool whose run fails is no error of the protocol: its result says `isError`.

Why: With `isError` the model reads what went wrong and tries again. An error of the protocol goes to the
program instead, which stops the model's work.
https://modelcontextprotocol.io/specification/2025-06-18/server/tools#error-handling
"""

from contract_tests.actions.mcp import call, failing_tool
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("mcp.tools_call.error", operation="call_mcp", tier=3, feature="mcp")
def error(trial: Trial) -> None:
    called = call(trial, failing_tool(trial))
    demand.same(trial, called, called.json.get("result", {}).get("isError"), True, "/result/isError")
