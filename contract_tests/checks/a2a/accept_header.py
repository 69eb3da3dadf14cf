"""A request whose `Accept` header excludes every media type of the response is rejected with 400.

Why: A client that accepts neither JSON nor events has a bug and should see an error. Official clients always
send a suitable header, so a server that responds anyway breaks none of them.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#33-streaming-transport-server-sent-events
"""

from contract_tests.actions.a2a import create_agent, get
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.accept_header", operation="send_a2a_message", tier=3, level="should", feature="a2a")
def accept_header(ctx: CheckContext) -> None:
    known = get(ctx, create_agent(ctx), ctx.new_id())
    html = {"Accept": "text/html"}
    path, body = known.request.path, known.request.body
    response = ctx.raw("POST", path, content=body, headers=html, operation_id="send_a2a_message")
    expect.status(ctx, response, 400)
