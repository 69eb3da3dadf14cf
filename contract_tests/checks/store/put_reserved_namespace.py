"""An item in the empty namespace, or below the root label `langgraph`, is rejected with 400 or 422.

Why: The platform keeps its own data below `langgraph`. The official SDKs leave it to the server to reject
such items, and no known client tries.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L35
"""

from contract_tests.actions.store import store_namespace
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.put.reserved_namespace", operation="put_item", tier=3, level="should", feature="store")
def reserved_namespace(ctx: CheckContext) -> None:
    store_namespace(ctx).put("k")
    for namespace in ([], ["langgraph"]):
        body = {"namespace": namespace, "key": ctx.new_id(), "value": {}}
        expect.status(ctx, ctx.call("put_item", body=body), 400, 422)
