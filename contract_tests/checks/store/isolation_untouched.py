"""Requests from other owners never change an owner's items.

Why: Anyone who can write to another user's memory controls what that user's agent believes.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L35
"""

from contract_tests.actions.store import VALUE, store_namespace
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check(
    "store.isolation.untouched",
    operations=("put_item", "delete_item"),
    tier=3,
    feature="store",
    identities=2,
)
def untouched(ctx: CheckContext) -> None:
    own = store_namespace(ctx)
    own.put("k")
    own.get("k")
    if ctx.operation.id == "put_item":
        own.put("k", {"colour": "blue"}, other=True)
    else:
        own.delete("k", other=True)
    read = own.look("k")
    expect.equal(ctx, read, own.value(read), VALUE, "/value")
