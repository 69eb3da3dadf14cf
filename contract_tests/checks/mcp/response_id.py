"""A response has the id of its request, whether a number (zero included) or a string.

Why: Clients match responses to requests by the id. A response with another id is dropped, and the call times
out.
https://modelcontextprotocol.io/specification/2025-06-18/basic#responses
"""

from contract_tests.actions.mcp import request
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("mcp.response.id", operation="call_mcp", tier=3, feature="mcp")
def response_id(ctx: CheckContext) -> None:
    for request_id in (7, 0, "seven", "7"):
        response = request(ctx, "ping", id=request_id)
        expect.status(ctx, response, 200)
        expect.equal(ctx, response, response.json["id"], request_id, "/id")
