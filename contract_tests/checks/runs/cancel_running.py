"""A running run that is cancelled stops early and has the status `interrupted`.

Why: The Stop button of `useStream` sends this request. If the run continues, it keeps spending tokens and
calling tools after the user has seen it stop.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L475
"""

from contract_tests.actions.runs import cancel_run, read_run, running_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("runs.cancel.running", operation="cancel_thread_run", tier=2)
def cancel_running(ctx: CheckContext) -> None:
    run = running_run(ctx)
    cancel_run(ctx, run)
    after = eventually(ctx, lambda: read_run(ctx, run), lambda it: it.json["status"] != "running")
    expect.equal(ctx, after, after.json["status"], "interrupted", "/status")
