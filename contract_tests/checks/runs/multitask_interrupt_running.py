"""A running run that another one interrupts keeps its output, and the new run continues from there.

Why: `interrupt` keeps what the agent has written so far, so that the user can refer to it. If it is lost,
the next answer lacks the context.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L81
"""

from contract_tests.actions.runs import messages_input, read_run, run_to_end, running_run
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.multitask.interrupt_running", operation="create_thread_run", tier=2)
def multitask_interrupt_running(ctx: CheckContext) -> None:
    first = running_run(ctx)
    run_to_end(ctx, first["thread_id"], input=messages_input(ctx, "m2"), multitask_strategy="interrupt")
    ended = read_run(ctx, first)
    expect.equal(ctx, ended, ended.json["status"], "interrupted", "/status")
    state = read_state(ctx, first["thread_id"])
    expect.equal(ctx, state, message_ids(state.json)[:2], ["m9", "m2"], "/values/messages")
