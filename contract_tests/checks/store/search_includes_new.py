"""A repeated search includes items put since the previous request.

Why: An agent stores what it has learnt and searches for it with the same request as before. If the response
comes from a cache, the agent has forgotten what it stored a moment ago.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L177
"""

from contract_tests.actions.store import keys, need_unfiltered, store_namespace
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.search.includes_new", operation="search_items", tier=3, feature="store")
def includes_new(ctx: CheckContext) -> None:
    own = store_namespace(ctx)
    numbers = []
    for key in ("a", "b"):
        own.put(key)
        response = own.search()
        numbers.append(keys(response))
    if not any(numbers):
        need_unfiltered(ctx, response)
    expect.equal(ctx, response, numbers, [["a"], ["a", "b"]])
