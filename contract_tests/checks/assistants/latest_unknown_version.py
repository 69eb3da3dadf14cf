"""Making an unknown version the latest fails with 404 and changes nothing.

Why: The Python SDK raises `NotFoundError` for 404. A success makes users believe that they have gone back,
while nothing has changed.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.assistants import make_latest, named
from contract_tests.actions.resources import resources
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.latest.unknown_version", operation="set_latest_assistant_version", tier=2)
def unknown_version(trial: Trial) -> None:
    kind, own = resources(trial), named(trial, "one", "two")
    make_latest(trial, own, 2)
    asked = trial.ask(trial.operation, Question(kind.path(own), body={"version": 3}))
    expect.status(trial, asked, 404)
    read = kind.read(own)
    expect.same(trial, read, read.json["version"], 2, "/version")
