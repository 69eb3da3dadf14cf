"""Calling an unknown tool fails with the error -32602.

Why: Models invent tools. With `-32602`, the client can correct the model; after a success, the model believes
a result that no tool has produced.
https://modelcontextprotocol.io/specification/2025-06-18/server/tools#error-handling
"""

from contract_tests.actions.json_rpc import code
from contract_tests.actions.mcp import call, succeed
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("mcp.tools_call.unknown", operation="call_mcp", tier=3, feature="mcp")
def unknown(trial: Trial) -> None:
    succeed(trial, "tools/list")
    called = call(trial, trial.new_id())
    expect.same(trial, called, code(called), -32602, "/error/code")
