"""Putting an item again replaces its value as a whole.

Why: A client removes a field of a memory by putting the rest. If the server merges, the forgotten field
comes back.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L35
"""

from contract_tests.actions.store import store_namespace
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.put.replaces", operation="put_item", tier=3, feature="store")
def replaces(ctx: CheckContext) -> None:
    own = store_namespace(ctx)
    own.put("k", {"colour": "red", "size": 1})
    own.put("k", {"colour": "blue"})
    read = own.get("k")
    expect.equal(ctx, read, own.value(read), {"colour": "blue"}, "/value")
