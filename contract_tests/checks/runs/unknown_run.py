"""A request for an unknown run returns 404.

Why: `useStream` keeps the id of a run to join it after a reload, when the run may be gone. A 404 ends the
attempt; with a success, the page waits for an answer that never comes.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L772
"""

from contract_tests.actions.runs import NAMING_A_RUN, pending, place, read_run
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.unknown_run", operations=NAMING_A_RUN, tier=2)
def unknown_run(trial: Trial) -> None:
    run = pending(trial)
    read_run(trial, run)
    path = {**place(run), "run_id": trial.new_id()}
    expect.status(trial, trial.ask(trial.operation, Question(path), at_most=5), 404)
