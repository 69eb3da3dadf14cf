"""A task is found in its own context only; with another `contextId` it is unknown.

Why: The id of a task includes its conversation. If another context is accepted, a client that has mixed up
two conversations never notices.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#73-tasksget
"""

from contract_tests.actions.a2a import create_agent, expect_result, get, message, send_to_success
from contract_tests.actions.json_rpc import code
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.get.other_context", operation="send_a2a_message", tier=3, feature="a2a")
def get_other_context(ctx: CheckContext) -> None:
    agent_id = create_agent(ctx)
    task = send_to_success(ctx, agent_id, message(ctx)).json["result"]
    expect_result(get(ctx, agent_id, task["id"], contextId=task["contextId"]))
    response = get(ctx, agent_id, task["id"], contextId=ctx.new_id())
    expect.equal(ctx, response, code(response), -32001, "/error/code")
