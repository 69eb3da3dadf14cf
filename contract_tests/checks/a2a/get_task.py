"""`tasks/get` returns the task that `message/send` returned, with its id, context and state.

Why: Clients that can't stream send a message and poll. If the task is not found, or never changes its state,
they poll until they give up.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#73-tasksget
"""

from contract_tests.actions.a2a import create_agent, expect_result, get, message, send_to_success, state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.get.task", operation="send_a2a_message", tier=3, feature="a2a")
def get_task(ctx: CheckContext) -> None:
    agent_id = create_agent(ctx)
    task = send_to_success(ctx, agent_id, message(ctx)).json["result"]
    response = expect_result(get(ctx, agent_id, task["id"]))
    for name in ("id", "contextId"):
        received = response.json["result"][name]
        expect.same_as(
            ctx, response, received, task[name], what="the value of the task", pointer=f"/result/{name}"
        )
    expect.equal(ctx, response, state(response), "completed", "/result/status/state")
