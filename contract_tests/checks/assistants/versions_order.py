"""Listing versions returns all versions, newest first.

Why: Clients take the first version for the current one, and the second for the one to go back to. In another
order, "undo" jumps to the beginning.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L656
"""

from contract_tests.actions.assistants import read_versions, with_graph_name
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.versions.order", operation="list_assistant_versions", tier=2)
def order(ctx: CheckContext) -> None:
    listed = read_versions(ctx, with_graph_name(ctx, "one", "two", "three"))
    expect.equal(ctx, listed, [version["version"] for version in listed.json], [3, 2, 1])
