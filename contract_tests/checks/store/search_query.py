"""A search with a `query` returns nothing that its filter excludes.

Why: A search by meaning still has to respect the filter. If the query widens it, excluded items get into
the prompt.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L180
"""

from contract_tests.actions.store import keys, searchable_namespace
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.search.query", operation="search_items", tier=3, feature="store")
def query(ctx: CheckContext) -> None:
    own = searchable_namespace(ctx)
    own.put("red", {"colour": "red"})
    own.put("blue", {"colour": "blue"})
    response = own.search(query="blue", filter={"colour": "red"})
    expect.equal(ctx, response, keys(response), ["red"], "/items")
