"""The label `*` in a prefix or suffix matches any single label.

Why: Namespaces have the user in the middle, as in `["users", "*", "memories"]`. If `*` is taken literally,
nothing is found.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L256
"""

from contract_tests.actions.store import put_items
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

CASES: list[tuple[tuple[str, ...], dict[str, Json], list[str]]] = [
    (("*", "x"), {}, ["a.x", "b.x"]),
    ((), {"suffix": ["a", "*"]}, ["a.x"]),
    (("*", "*", "*"), {}, ["a.y.z"]),
]
"""Prefix, further request fields and expected namespaces."""


@check("store.namespaces.wildcard", operation="list_namespaces", tier=3, feature="store")
def wildcard(ctx: CheckContext) -> None:
    own = put_items(ctx)
    for below, more, expected in CASES:
        listed = own.namespaces(*below, **more)
        expect.equal(ctx, listed, own.labels(listed), expected, "/namespaces")
