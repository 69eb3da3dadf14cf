"""A filter finds exactly the items whose fields equal the given values, including nested fields.

Why: `filter={"type": "preference"}` keeps facts of other kinds out of the prompt. If it is ignored, the
agent reads everything.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L180
"""

from contract_tests.actions.store import keys, searchable_namespace
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

VALUES: dict[str, Json] = {
    "one": {"n": 1, "colour": "red", "nested": {"a": 1, "b": 1}},
    "two": {"n": 2, "colour": "red", "nested": {"a": 1, "b": 2}},
    "three": {"n": 3, "colour": "blue", "nested": {"a": 2}},
}


@check("store.search.filter", operation="search_items", tier=3, feature="store")
def equal(ctx: CheckContext) -> None:
    own = searchable_namespace(ctx)
    for key, value in VALUES.items():
        own.put(key, value)
    filters: list[tuple[Json, list[str]]] = [
        ({"colour": "red"}, ["one", "two"]),
        ({"colour": "red", "n": 2}, ["two"]),
        ({"nested": {"a": 1}}, ["one", "two"]),
        ({"colour": "green"}, []),
    ]
    for filter_body, expected in filters:
        response = own.search(filter=filter_body)
        expect.equal(ctx, response, keys(response), expected, "/items")
