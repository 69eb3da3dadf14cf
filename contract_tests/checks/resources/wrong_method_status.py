"""A method that a path does not have is refused with 405.

Why: No client sends a method that does not exist. 405 tells whoever writes one what is wrong, where 404
looks like a wrong address and 500 like a broken server.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/async_caller.ts#L19
"""

from contract_tests.generation.prerequisites import plain
from contract_tests.harness import expect as demand
from contract_tests.harness.expect import offered
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import EACH_PATH


@rule("resources.wrong_method.status", operations=EACH_PATH, tier=2, level="should")
def wrong_method(trial: Trial) -> None:
    right = plain(trial.operation, trial)
    offered(trial, trial.ask(trial.operation, right))
    put = trial.raw("PUT", right.url(trial.operation), content=right.content)
    demand.status(trial, put, 405)
