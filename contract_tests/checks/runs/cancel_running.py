"""A running run that is cancelled stops early and has the status `interrupted`.

Why: The Stop button of `useStream` sends this request. If the run continues, it keeps spending tokens and
calling tools after the user has seen it stop.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L475
"""

from contract_tests.actions.runs import cancel, read_run, under_way
from contract_tests.harness import expect
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.cancel.running", operation="cancel_thread_run", tier=2)
def cancel_running(trial: Trial) -> None:
    run = under_way(trial)
    cancel(trial, run)
    after = eventually(trial, lambda: read_run(trial, run), lambda it: it.json["status"] != "running")
    expect.same(trial, after, after.json["status"], "interrupted", "/status")
