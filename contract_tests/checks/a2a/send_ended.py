"""A message to a task that has ended fails with the error -32004.

Why: According to the specification, a task that has ended can't be restarted. If it accepts the message, a
client that holds its result finds it changed.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#71-messagesend
"""

from contract_tests.actions.a2a import create_agent, message, send, send_to_success
from contract_tests.actions.json_rpc import code
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.send.ended", operation="send_a2a_message", tier=3, feature="a2a")
def send_ended(ctx: CheckContext) -> None:
    agent_id = create_agent(ctx)
    task_id = send_to_success(ctx, agent_id, message(ctx)).json["result"]["id"]
    response = send(ctx, agent_id, message(ctx, taskId=task_id))
    expect.equal(ctx, response, code(response), -32004, "/error/code")
