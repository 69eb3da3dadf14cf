"""A search returns exactly the items in the given namespace and below it.

Why: The prefix separates one user from another. If `["users", "1"]` also finds `["users", "10"]`, the agent
reveals one user's memories to the other.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L180
"""

from contract_tests.actions.store import keys, searchable_namespace
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.search.prefix", operation="search_items", tier=3, feature="store")
def prefix(ctx: CheckContext) -> None:
    own = searchable_namespace(ctx)
    own.put("in", {}, "a")
    own.put("below", {}, "a", "b")
    own.put("beside", {}, "ab")  # shares the first letter, but not the label
    for below, expected in ((("a",), ["below", "in"]), ((), ["below", "beside", "in"]), (("b",), [])):
        response = own.search(*below)
        expect.equal(ctx, response, keys(response), expected, "/items")
