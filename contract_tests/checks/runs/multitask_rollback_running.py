"""A running run rolled back by another leaves no trace; the new run starts from the state before it.

Why: `rollback` promises that the replaced message leaves no trace. If a part of it stays in the state, the
next run answers it as well.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L81
"""

from contract_tests.actions.runs import messages_input, run_path, run_to_end, running_run
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.multitask.rollback_running", operation="create_thread_run", tier=2)
def multitask_rollback_running(ctx: CheckContext) -> None:
    first = running_run(ctx)
    run_to_end(ctx, first["thread_id"], input=messages_input(ctx, "m2"), multitask_strategy="rollback")
    expect.status(ctx, ctx.call("get_thread_run", path=run_path(first)), 404)
    state = read_state(ctx, first["thread_id"])
    expect.equal(ctx, state, message_ids(state.json)[:1], ["m2"], "/values/messages")
