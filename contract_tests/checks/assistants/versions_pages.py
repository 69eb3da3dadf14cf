"""Listing versions returns at most `limit` versions and skips the first `offset`.

Why: The SDKs load ten versions at a time. If `offset` is ignored, older versions can't be reached.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L656
"""

from contract_tests.actions.assistants import named, read_versions
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.versions.pages", operation="list_assistant_versions", tier=2)
def pages(trial: Trial) -> None:
    own = named(trial, "one", "two", "three")
    for limit, offset, numbers in ((1, 0, [3]), (2, 1, [2, 1]), (1, 1, [2])):
        listed = read_versions(trial, own, limit=limit, offset=offset)
        expect.same(trial, listed, [version["version"] for version in listed.json], numbers)
