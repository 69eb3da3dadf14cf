"""Cancelling a run with `wait` returns 200, or 204, once the run has stopped.

Why: Programs cancel with `wait=True` and then write to the thread. If the response comes before the run has
stopped, its last step overwrites theirs; the JavaScript SDK reads a body unless the status is 202 or 204.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L943
"""

from contract_tests.actions.runs import cancel_run, pending_run, read_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.cancel.wait", operation="cancel_thread_run", tier=2)
def cancel_wait(ctx: CheckContext) -> None:
    run = pending_run(ctx)
    cancelled = cancel_run(ctx, run, wait=True)
    expect.status(ctx, cancelled, 200, 204)
    expect.equal(ctx, cancelled, read_run(ctx, run).json["status"], "interrupted")
