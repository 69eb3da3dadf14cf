"""Listing by `suffix` returns exactly the namespaces that end with it.

Why: `suffix=["preferences"]` finds the preferences of all users. If it is ignored, everything else is read
as preferences.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L256
"""

from contract_tests.actions.store import put_items
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.namespaces.suffix", operation="list_namespaces", tier=3, feature="store")
def suffix(ctx: CheckContext) -> None:
    own = put_items(ctx)
    for suffix, expected in ((["x"], ["a.x", "b.x"]), (["y", "z"], ["a.y.z"]), (["y"], [])):
        listed = own.namespaces(suffix=suffix)
        expect.equal(ctx, listed, own.labels(listed), expected, "/namespaces")
