"""Listing with `max_depth` cuts namespaces to that many labels and returns each result once.

Why: A page shows the first level of folders with `max_depth=1`. If a folder is repeated for each subfolder,
it lists the same name a hundred times.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L256
"""

from contract_tests.actions.store import put_items
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.namespaces.max_depth", operation="list_namespaces", tier=3, feature="store")
def max_depth(ctx: CheckContext) -> None:
    own = put_items(ctx)
    for depth, expected in ((2, ["a", "b"]), (3, ["a.x", "a.y", "b.x"]), (9, ["a.x", "a.y.z", "b.x"])):
        listed = own.namespaces(max_depth=depth)
        expect.equal(ctx, listed, own.labels(listed), expected, "/namespaces")
