"""Making a version the latest restores its name, its metadata and its version number.

Why: Frontends show the response of `set_latest` as the assistant. If name, metadata or number are those of
another version, users don't know which one is in use.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L702
"""

from contract_tests.actions.assistants import make_latest, named
from contract_tests.actions.resources import resources
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.latest.name_and_metadata", operation="set_latest_assistant_version", tier=2)
def name_and_metadata(trial: Trial) -> None:
    own = named(trial, "one", "two")
    make_latest(trial, own, 1)
    read = resources(trial).read(own)
    expect.same(trial, read, read.json["version"], 1, "/version")
    expect.same(trial, read, read.json["name"], "one", "/name")
    expect.same(trial, read, read.json["metadata"].get("number"), "one", "/metadata/number")
