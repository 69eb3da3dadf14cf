"""A filter that compares numbers skips items without a number in that field.

Why: Values have no schema, so some lack the field or contain text in it. If one such item makes the search
fail, the agent has no memory at all.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L180
"""

from contract_tests.actions.store import keys, searchable_namespace
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.search.compare_non_numbers", operation="search_items", tier=3, feature="store")
def compare_non_numbers(ctx: CheckContext) -> None:
    own = searchable_namespace(ctx)
    own.put("number", {"n": 2})
    own.put("none", {})
    whole = {"namespace_prefix": [own.root], "filter": {"n": {"$gt": 1}}}
    response = ctx.send(ctx.operation, OperationRequest(body=whole))
    expect.success(ctx, response)
    expect.equal(ctx, response, keys(response), ["number"], "/items")
