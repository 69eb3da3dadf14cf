"""Listing versions returns at most `limit` versions and skips the first `offset`.

Why: The SDKs load ten versions at a time. If `offset` is ignored, older versions can't be reached.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L656
"""

from contract_tests.actions.assistants import read_versions, with_graph_name
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.versions.pages", operation="list_assistant_versions", tier=2)
def pages(ctx: CheckContext) -> None:
    own = with_graph_name(ctx, "one", "two", "three")
    for limit, offset, numbers in ((1, 0, [3]), (2, 1, [2, 1]), (1, 1, [2])):
        listed = read_versions(ctx, own, limit=limit, offset=offset)
        expect.equal(ctx, listed, [version["version"] for version in listed.json], numbers)
