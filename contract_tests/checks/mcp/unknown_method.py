"""An unknown method fails with the error -32601.

Why: With `-32601`, a client knows that the server lacks the method, and continues without it. After any other
response it sends the request again, or gives up the connection.
https://modelcontextprotocol.io/specification/2025-06-18/basic#responses
"""

from contract_tests.actions.json_rpc import code
from contract_tests.actions.mcp import request, send_to_success
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("mcp.unknown_method", operation="call_mcp", tier=3, feature="mcp")
def unknown_method(ctx: CheckContext) -> None:
    send_to_success(ctx, "ping")
    response = request(ctx, "tools/forget")
    expect.equal(ctx, response, code(response), -32601, "/error/code")
