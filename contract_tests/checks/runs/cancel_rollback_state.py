"""Rolling back a running run restores the thread's state from before the run.

Why: Users undo a message to send a better one. If the first attempt stays in the state, the agent answers
both.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L943
"""

from contract_tests.actions.runs import cancel_run, run_path, running_run
from contract_tests.actions.threads import message_ids, read_state, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("runs.cancel.rollback_state", operation="cancel_thread_run", tier=2)
def cancel_rollback_state(ctx: CheckContext) -> None:
    run = running_run(ctx, stateful_thread(ctx, messages=1)["thread_id"])
    cancel_run(ctx, run, action="rollback", wait=True)
    eventually(ctx, lambda: ctx.call("get_thread_run", path=run_path(run)), lambda it: not it.ok)
    state = read_state(ctx, run["thread_id"])
    expect.equal(ctx, state, message_ids(state.json), ["m1"], "/values/messages")
