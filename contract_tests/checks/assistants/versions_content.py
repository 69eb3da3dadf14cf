"""A version has the content that the assistant had at that version, not its current content.

Why: Users compare versions to find what has changed. If all of them show the current content, there is
nothing to compare, and nothing to go back to.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L656
"""

from contract_tests.actions.assistants import named, read_versions
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.versions.content", operation="list_assistant_versions", tier=2)
def content(trial: Trial) -> None:
    listed = read_versions(trial, named(trial, "one", "two", "three"))
    for number, name in enumerate(("one", "two", "three"), 1):
        for version in (each for each in listed.json if each["version"] == number):
            expect.same(trial, listed, version.get("name"), name, "/name")
            expect.same(trial, listed, version["metadata"].get("number"), name, "/metadata")
