"""Cancelling a finished run returns 404.

Why: `stop()` of `useStream` may come just after the run has ended, and does not wait for the response. A
404 shows a program that nothing was left to stop, but none of the frontends depends on it.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L475
"""

from contract_tests.actions.runs import ended_run, run_path
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.cancel.finished", operation="cancel_thread_run", tier=2, level="should")
def cancel_finished(ctx: CheckContext) -> None:
    expect.status(ctx, ctx.call("cancel_thread_run", path=run_path(ended_run(ctx))), 404)
