"""A deleted item can be neither read nor found.

Why: The store is an agent's memory of its user. A memory that the agent still has after the user deleted it
was not deleted.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L144
"""

from contract_tests.actions.store import keys, store_namespace
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.delete.removes_item", operation="delete_item", tier=3, feature="store")
def removes_item(ctx: CheckContext) -> None:
    own = store_namespace(ctx)
    own.put("k")
    own.put("other")
    own.get("k")
    own.delete("k")
    read = own.look("k")
    expect.equal(ctx, read, read.json if read.ok else None, None)
    response = own.search()
    expect.equal(ctx, response, keys(response), ["other"], "/items")
