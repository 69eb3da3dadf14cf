"""Listing versions applies the `metadata` filter.

Why: Teams mark versions, for example as released, and look for the marked ones. If the filter is ignored, the
latest draft is taken for the release.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L656
"""

from contract_tests.actions.assistants import read_versions, with_graph_name
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.versions.metadata", operation="list_assistant_versions", tier=2)
def metadata(ctx: CheckContext) -> None:
    own = with_graph_name(ctx, "one", "two", "three")
    listed = read_versions(ctx, own, metadata={"number": "two"})
    expect.equal(ctx, listed, [version["version"] for version in listed.json], [2])
