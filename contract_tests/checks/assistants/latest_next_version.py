"""A patch after going back to an earlier version creates a version with an unused number.

Why: Versions are identified by their number. If a number is used twice, `set_latest` is ambiguous, and one
version can't be reached.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L656
"""

from contract_tests.actions.assistants import make_latest, named
from contract_tests.actions.resources import resources
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.latest.next_version", operation="set_latest_assistant_version", tier=2)
def next_version(trial: Trial) -> None:
    own = named(trial, "one", "two")
    make_latest(trial, own, 1)
    resources(trial).patch(own, description="changed")
    read = resources(trial).read(own)
    expect.same(trial, read, read.json["version"], 3, "/version")
    expect.same(trial, read, read.json["name"], "one", "/name")
