"""A filter with an unknown operator is rejected with 400.

Why: A mistyped operator that is ignored finds too much, or nothing. An error helps the developer of a
client; a working client never sends such an operator.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L180
"""

from contract_tests.actions.store import searchable_namespace
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.search.unknown_operator", operation="search_items", tier=3, level="should", feature="store")
def unknown_operator(ctx: CheckContext) -> None:
    own = searchable_namespace(ctx)
    own.put("k", {"n": 2})
    own.search(filter={"n": {"$eq": 2}})
    body = {"namespace_prefix": [own.root], "filter": {"n": {"$nothing": 2}}}
    expect.status(ctx, ctx.call("search_items", body=body), 400)
