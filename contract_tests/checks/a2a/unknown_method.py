"""An unknown method fails with the error -32601.

Why: With `-32601`, a client knows that the server lacks the method, as older servers do. After any other
response it sends the request again, or believes that it has worked.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#81-standard-json-rpc-errors
"""

from contract_tests.actions.a2a import create_agent, get
from contract_tests.actions.json_rpc import ACCEPT, code
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.unknown_method", operation="send_a2a_message", tier=3, feature="a2a")
def unknown_method(ctx: CheckContext) -> None:
    known = get(ctx, create_agent(ctx), ctx.new_id())
    body = known.request.body.replace(b"tasks/get", b"tasks/forget")
    headers = {**ACCEPT, "Content-Type": "application/json"}
    response = ctx.raw(
        "POST", known.request.path, content=body, headers=headers, operation_id="send_a2a_message"
    )
    expect.equal(ctx, response, code(ctx.need(response)), -32601, "/error/code")
