"""The body `null`, where an object is required, is refused with 422.

Why: The SDKs never send a bare `null`. For a client that is written by hand, 422 says that the request is
wrong; 500 looks like a server that is worth asking again.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/async_caller.ts#L19
"""

from dataclasses import replace

from contract_tests.generation.prerequisites import plain
from contract_tests.harness import expect as demand
from contract_tests.harness.expect import offered
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import TAKING_A_BODY


@rule("resources.body.null", operations=TAKING_A_BODY, tier=2, level="should")
def null(trial: Trial) -> None:
    whole = plain(trial.operation, trial)
    offered(trial, trial.ask(trial.operation, whole))
    demand.status(trial, trial.ask(trial.operation, replace(whole, body=None), valid=False), 422)
