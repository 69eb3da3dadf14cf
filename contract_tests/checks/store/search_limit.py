"""A search returns at most `limit` items, 10 by default.

Why: Results go into a prompt. More than requested makes it too long for the model, or too expensive.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L180
"""

from contract_tests.actions.store import searchable_namespace
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

CASES: list[tuple[dict[str, Json], int]] = [({"limit": 2}, 2), ({}, 10), ({"limit": 20}, 11)]
"""Request fields, and how many of eleven items they find."""


@check("store.search.limit", operation="search_items", tier=3, feature="store")
def limit(ctx: CheckContext) -> None:
    own = searchable_namespace(ctx)
    for number in range(11):
        own.put(str(number))
    for options, expected in CASES:
        response = own.search(**options)
        expect.equal(ctx, response, len(response.json["items"]), expected, "/items")
