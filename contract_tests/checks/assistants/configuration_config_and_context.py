"""Setting both `context` and `config.configurable` is rejected with 400.

Why: A client that sends both has a bug and should see an error. The SDKs pass on what they get, and a server
that uses one of them breaks no known frontend.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L314
"""

from dataclasses import replace

from contract_tests.client.operation_request import Question
from contract_tests.contract import Json
from contract_tests.generation.prerequisites import plain
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

ALONE = {"config": {"configurable": {"colour": "red"}}}


@rule(
    "assistants.configuration.config_and_context",
    operations=("create_assistant", "update_assistant"),
    tier=2,
    level="should",
)
def config_and_context(trial: Trial) -> None:
    for given in (ALONE, {"context": {"colour": "red"}}):
        trial.need(trial.ask(trial.operation, _with(plain(trial.operation, trial), given)))
    asked = _with(plain(trial.operation, trial), {**ALONE, "context": {"colour": "red"}})
    expect.status(trial, trial.ask(trial.operation, asked), 400)


def _with(question: Question, given: Json) -> Question:
    return replace(question, body={**question.body, **given})
