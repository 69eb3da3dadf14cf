"""A response has the id of its request, whether a number (zero included) or a string.

Why: Clients match responses to requests by the id; the specification requires the same value. A client drops
a response with another id, and waits until it times out.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#6112-jsonrpcresponse-object
"""

from contract_tests.actions.a2a import create_agent, request
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.response.id", operation="send_a2a_message", tier=3, feature="a2a")
def response_id(ctx: CheckContext) -> None:
    agent_id, task_id = create_agent(ctx), {"id": ctx.new_id()}
    for request_id in (7, 0, "seven", "7"):
        response = request(ctx, agent_id, "tasks/get", task_id, id=request_id)
        expect.equal(ctx, response, response.json["id"], request_id, "/id")
