"""An id that is not a valid UUID is rejected with 422 by every operation.

Operations that start a run may return 400, as the reference server does.

Why: A mistyped page address leads here. Any 4xx status is good enough for a client, but 500 makes the
JavaScript SDK retry four times before it shows an error.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/async_caller.ts#L19
"""

from dataclasses import replace

from contract_tests.actions.runs import ABOUT_RUNS, about, to_be_asked
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import STARTING_ON_A_THREAD

NAMING = tuple(name for name in ABOUT_RUNS if name != "cancel_runs")


@rule("runs.malformed_id", operations=NAMING, tier=2, level="should")
def malformed_id(trial: Trial) -> None:
    question = about(trial, to_be_asked(trial))
    trial.need(trial.ask(trial.operation, question))
    refusals = (422, 400) if trial.operation.id in STARTING_ON_A_THREAD else (422,)
    for name in question.path:
        malformed = replace(question, path={**question.path, name: "not-a-uuid"})
        expect.status(trial, trial.ask(trial.operation, malformed, valid=False, at_most=5), *refusals)
