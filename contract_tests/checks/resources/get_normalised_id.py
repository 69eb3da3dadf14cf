"""An id in upper case or without dashes is accepted; responses write it in lower case with dashes.

Why: Other systems write UUIDs in upper case or without dashes, and clients compare the ids in responses as
text. The SDKs pass ids on unchanged.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L48
"""

from contract_tests.actions.resources import resources
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import READING


@rule("resources.get.normalised_id", operations=READING, tier=2, level="should")
def normalised_id(trial: Trial) -> None:
    kind = resources(trial)
    own = kind.create()[kind.key]
    kind.read(own)
    for written in (own.upper(), own.replace("-", "")):
        read = trial.ask(trial.operation, Question(kind.path(written)))
        expect.success(trial, read)
        expect.same(trial, read, read.json[kind.key], own, f"/{kind.key}")
