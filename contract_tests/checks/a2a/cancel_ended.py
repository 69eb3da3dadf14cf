"""Cancelling a task that has ended fails with the error -32002.

Why: The code `-32002` means that it was too late to cancel, and that the result can be fetched. A success
makes the orchestrator throw the result away.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#82-a2a-specific-errors
"""

from contract_tests.actions.a2a import cancel, create_agent, message, send_to_success
from contract_tests.actions.json_rpc import code
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.cancel.ended", operation="send_a2a_message", tier=3, feature="a2a")
def cancel_ended(ctx: CheckContext) -> None:
    agent_id = create_agent(ctx)
    task_id = send_to_success(ctx, agent_id, message(ctx)).json["result"]["id"]
    response = cancel(ctx, agent_id, task_id)
    expect.equal(ctx, response, code(response), -32002, "/error/code")
