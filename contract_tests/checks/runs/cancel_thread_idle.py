"""A thread whose only run is cancelled before it starts becomes idle again.

Why: Frontends lock their input while a thread is `busy`. If it stays busy after its only run was cancelled,
the user can never write again.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L34
"""

from contract_tests.actions.runs import cancel_run, pending_run
from contract_tests.actions.threads import read_thread
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("runs.cancel.thread_idle", operation="cancel_thread_run", tier=2)
def cancel_thread_idle(ctx: CheckContext) -> None:
    run = pending_run(ctx)
    busy = read_thread(ctx, run["thread_id"])
    if busy.json["status"] != "busy":
        raise Blocked("the thread is not busy while it has a run", busy)
    cancel_run(ctx, run)
    thread = eventually(
        ctx, lambda: read_thread(ctx, run["thread_id"]), lambda it: it.json["status"] != "busy"
    )
    expect.equal(ctx, thread, thread.json["status"], "idle", "/status")
