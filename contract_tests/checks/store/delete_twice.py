"""Deleting a missing item succeeds.

Why: Two tabs may delete the same memory. An error in the second one is shown to a user who has done nothing
wrong.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L144
"""

from contract_tests.actions.store import store_namespace
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.delete.twice", operation="delete_item", tier=3, feature="store")
def twice(ctx: CheckContext) -> None:
    own = store_namespace(ctx)
    own.put("k")
    own.delete("k")
    body = {"namespace": [own.root], "key": "k"}
    expect.status(ctx, ctx.call("delete_item", body=body), 204)
