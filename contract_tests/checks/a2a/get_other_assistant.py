"""A task can be read through its own assistant only; through another assistant it is unknown.

Why: A URL stands for one agent. If the URL of any agent returns all tasks, permission for one agent gives
access to the tasks of all.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#73-tasksget
"""

from contract_tests.actions.a2a import create_agent, expect_result, get, message, send_to_success
from contract_tests.actions.json_rpc import code
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.get.other_assistant", operation="send_a2a_message", tier=3, feature="a2a")
def get_other_assistant(ctx: CheckContext) -> None:
    first, second = create_agent(ctx), create_agent(ctx)
    task_id = send_to_success(ctx, first, message(ctx)).json["result"]["id"]
    expect_result(get(ctx, first, task_id))
    response = get(ctx, second, task_id)
    expect.equal(ctx, response, code(response), -32001, "/error/code")
