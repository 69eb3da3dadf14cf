"""An offset beyond the last version returns an empty list, not an error.

Why: Clients load page after page until one is empty. An error there breaks the list of every assistant.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L656
"""

from contract_tests.actions.assistants import named
from contract_tests.actions.resources import resources
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.versions.offset_beyond_end", operation="list_assistant_versions", tier=2)
def offset_beyond_end(trial: Trial) -> None:
    path = resources(trial).path(named(trial, "one", "two"))
    listed = trial.ask(trial.operation, Question(path, body={"offset": 2}))
    expect.success(trial, listed)
    expect.same(trial, listed, listed.json, [])
