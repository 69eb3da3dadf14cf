"""A run on an unknown thread is rejected with 404, by default and with `if_not_exists: reject`.

Why: Without the option, a client expects the thread to exist. If a mistyped or deleted id creates a new
thread, the agent answers without the previous conversation.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L123
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import send_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING_ON_A_THREAD


@check("runs.if_not_exists.reject", operations=STARTING_ON_A_THREAD, tier=2)
def if_not_exists_reject(ctx: CheckContext) -> None:
    ctx.need(send_run(ctx, create_thread(ctx)["thread_id"]))
    for options in ({"if_not_exists": "reject"}, {}):
        response = send_run(ctx, ctx.new_id(), ctx.operation.id, **options)
        expect.status(ctx, response, 404)
