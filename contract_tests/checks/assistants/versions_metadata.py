"""Listing versions applies the `metadata` filter.

Why: Teams mark versions, for example as released, and look for the marked ones. If the filter is ignored, the
latest draft is taken for the release.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L656
"""

from contract_tests.actions.assistants import named, read_versions
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.versions.metadata", operation="list_assistant_versions", tier=2)
def metadata(trial: Trial) -> None:
    own = named(trial, "one", "two", "three")
    listed = read_versions(trial, own, metadata={"number": "two"})
    expect.same(trial, listed, [version["version"] for version in listed.json], [2])
