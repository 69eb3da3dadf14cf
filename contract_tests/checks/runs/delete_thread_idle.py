"""A thread whose only run is deleted before it starts becomes idle again.

Why: Frontends lock their input while a thread is `busy`. If it stays busy after its only run was deleted,
the user can never write again.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L34
"""

from contract_tests.actions.runs import pending_run, run_path
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("runs.delete.thread_idle", operation="delete_thread_run", tier=2)
def delete_thread_idle(ctx: CheckContext) -> None:
    run = pending_run(ctx)
    ctx.need(ctx.call("delete_thread_run", path=run_path(run)))
    thread = eventually(
        ctx, lambda: read_thread(ctx, run["thread_id"]), lambda it: it.json["status"] != "busy"
    )
    expect.equal(ctx, thread, thread.json["status"], "idle", "/status")
