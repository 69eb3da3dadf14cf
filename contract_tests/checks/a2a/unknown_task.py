"""Reading or cancelling an unknown task fails with the error -32001.

Why: With `-32001`, a client knows that it can stop polling. With any other response it continues.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#82-a2a-specific-errors
"""

from contract_tests.actions.a2a import cancel, create_agent, get
from contract_tests.actions.json_rpc import code
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.unknown_task", operation="send_a2a_message", tier=3, feature="a2a")
def unknown_task(ctx: CheckContext) -> None:
    agent_id = create_agent(ctx)
    unknown = f"{ctx.new_id()}:{ctx.new_id()}"
    for action in (get, cancel):
        response = action(ctx, agent_id, unknown)
        expect.equal(ctx, response, code(response), -32001, "/error/code")
