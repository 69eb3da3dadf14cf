"""An unknown method fails with the error -32601.

Why: With `-32601`, a client knows that the server lacks the method, and continues without it. After any other
response it sends the request again, or gives up the connection.
https://modelcontextprotocol.io/specification/2025-06-18/basic#responses
"""

from contract_tests.actions.json_rpc import code
from contract_tests.actions.mcp import request, succeed
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("mcp.unknown_method", operation="call_mcp", tier=3, feature="mcp")
def unknown_method(trial: Trial) -> None:
    succeed(trial, "ping")
    refused = request(trial, "tools/forget")
    expect.same(trial, refused, code(refused), -32601, "/error/code")
