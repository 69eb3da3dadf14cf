"""Namespaces are listed in pages, by `limit` and `offset`.

Why: The SDKs load a hundred namespaces at a time. If `offset` is ignored, users after the hundredth cannot
be reached.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L256
"""

from contract_tests.actions.store import put_items
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

PAGES: list[tuple[dict[str, Json], list[str]]] = [
    ({"limit": 2}, ["a.x", "a.y.z"]),
    ({"limit": 2, "offset": 2}, ["b.x"]),
    ({"offset": 1}, ["a.y.z", "b.x"]),
]


@check("store.namespaces.pages", operation="list_namespaces", tier=3, feature="store")
def pages(ctx: CheckContext) -> None:
    own = put_items(ctx)
    for page, expected in PAGES:
        listed = own.namespaces(**page)
        expect.equal(ctx, listed, own.labels(listed), expected, "/namespaces")
