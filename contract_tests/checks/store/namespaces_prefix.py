"""Listing by `prefix` returns exactly the namespaces that begin with it, each once and sorted.

Why: Programs process the memories of one kind by their prefix. If others are listed, they are treated as
that kind; a namespace that is listed twice is processed twice.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L256
"""

from contract_tests.actions.store import put_items
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.namespaces.prefix", operation="list_namespaces", tier=3, feature="store")
def prefix(ctx: CheckContext) -> None:
    own = put_items(ctx)
    own.put("another", {}, "a", "x")
    for below, expected in (((), ["a.x", "a.y.z", "b.x"]), (("a",), ["a.x", "a.y.z"]), (("x",), [])):
        listed = own.namespaces(*below)
        expect.equal(ctx, listed, own.labels(listed), expected, "/namespaces")
