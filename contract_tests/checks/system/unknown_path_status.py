"""A path that the server does not have is not found.

Why: By 404 a client knows that the server lacks something. One that answers 200 with its start page makes
it parse HTML, and 500 makes the JavaScript SDK ask four times more.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/async_caller.ts#L19
"""

from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("system.unknown_path.status", operation="get_ok", tier=2)
def unknown_path(trial: Trial) -> None:
    demand.status(trial, trial.raw("GET", "/no/such/path"), 404)
