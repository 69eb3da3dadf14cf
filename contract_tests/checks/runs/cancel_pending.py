"""A pending run that is cancelled has the status `interrupted` and never starts.

Why: When a user leaves a thread, `StreamOrchestrator` of the JavaScript SDK cancels the runs that it has
queued there. If they start anyway, the agent acts on messages that were withdrawn.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/orchestrator.ts#L1201
"""

from contract_tests.actions.runs import cancel, pending, read_run
from contract_tests.harness import expect
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.cancel.pending", operation="cancel_thread_run", tier=2)
def cancel_pending(trial: Trial) -> None:
    run = pending(trial)
    cancel(trial, run)
    after = eventually(trial, lambda: read_run(trial, run), lambda it: it.json["status"] != "pending")
    expect.same(trial, after, after.json["status"], "interrupted", "/status")
