"""Another owner's task is reported as unknown, with the same error as a task that does not exist.

Why: A task holds the whole conversation. If the error differs from that of an unknown task, it reveals to a
stranger that the task exists.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#82-a2a-specific-errors
"""

from contract_tests.actions.a2a import cancel, expect_result, get, message, send_to_success, shared_agent
from contract_tests.actions.json_rpc import code
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.isolation.task", operation="send_a2a_message", tier=3, feature="a2a", identities=2)
def isolation_task(ctx: CheckContext) -> None:
    agent_id = shared_agent(ctx)
    task_id = send_to_success(ctx, agent_id, message(ctx), other=True).json["result"]["id"]
    expect_result(get(ctx, agent_id, task_id, other=True))
    for action in (get, cancel):
        response = action(ctx, agent_id, task_id)
        if not expect.is_refused(response):
            expect.equal(ctx, response, code(response), -32001, "/error/code")
