"""A thread whose only run is rolled back becomes idle again.

Why: Frontends lock their input while a thread is `busy`. After an undo, no other run ends this state, so a
thread that stays busy is lost to its user.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L34
"""

from contract_tests.actions.runs import cancel_run, pending_run
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("runs.cancel.rollback_thread_idle", operation="cancel_thread_run", tier=2)
def cancel_rollback_thread_idle(ctx: CheckContext) -> None:
    run = pending_run(ctx)
    cancel_run(ctx, run, action="rollback")
    thread = eventually(
        ctx, lambda: read_thread(ctx, run["thread_id"]), lambda it: it.json["status"] != "busy"
    )
    expect.equal(ctx, thread, thread.json["status"], "idle", "/status")
