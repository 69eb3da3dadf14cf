"""A filter supports `$eq`, `$ne`, `$gt`, `$gte`, `$lt` and `$lte`, alone and combined.

Why: Agents search for newer or more important items with `$gt` and the other operators. If one of them is
taken for equality, nothing is found.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L180
"""

from contract_tests.actions.store import keys, searchable_namespace
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

MATCHES: dict[str, list[str]] = {
    "$eq": ["2"],
    "$ne": ["1", "3"],
    "$gt": ["3"],
    "$gte": ["2", "3"],
    "$lt": ["1"],
    "$lte": ["1", "2"],
}
"""Items among 1, 2 and 3 that match when compared with 2."""


@check("store.search.operators", operation="search_items", tier=3, feature="store")
def operators(ctx: CheckContext) -> None:
    own = searchable_namespace(ctx)
    for number in (1, 2, 3):
        own.put(str(number), {"n": number})
    for operator, expected in MATCHES.items():
        response = own.search(filter={"n": {operator: 2}})
        expect.equal(ctx, response, keys(response), expected, operator)
    between = own.search(filter={"n": {"$gt": 1, "$lt": 3}})
    expect.equal(ctx, between, keys(between), ["2"], "$gt, $lt")
