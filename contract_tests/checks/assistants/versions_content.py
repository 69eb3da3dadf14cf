"""A version has the content that the assistant had at that version, not its current content.

Why: Users compare versions to find what has changed. If all of them show the current content, there is
nothing to compare, and nothing to go back to.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L656
"""

from contract_tests.actions.assistants import read_versions, with_graph_name
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.versions.content", operation="list_assistant_versions", tier=2)
def content(ctx: CheckContext) -> None:
    listed = read_versions(ctx, with_graph_name(ctx, "one", "two", "three"))
    for number, name in enumerate(("one", "two", "three"), 1):
        for version in (each for each in listed.json if each["version"] == number):
            expect.equal(ctx, listed, version.get("name"), name, "/name")
            expect.equal(ctx, listed, version["metadata"].get("number"), name, "/metadata")
