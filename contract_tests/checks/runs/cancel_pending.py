"""A pending run that is cancelled has the status `interrupted` and never starts.

Why: When a user leaves a thread, `StreamOrchestrator` of the JavaScript SDK cancels the runs that it has
queued there. If they start anyway, the agent acts on messages that were withdrawn.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/orchestrator.ts#L1201
"""

from contract_tests.actions.runs import cancel_run, pending_run, read_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("runs.cancel.pending", operation="cancel_thread_run", tier=2)
def cancel_pending(ctx: CheckContext) -> None:
    run = pending_run(ctx)
    cancel_run(ctx, run)
    after = eventually(ctx, lambda: read_run(ctx, run), lambda it: it.json["status"] != "pending")
    expect.equal(ctx, after, after.json["status"], "interrupted", "/status")
