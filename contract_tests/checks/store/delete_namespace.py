"""A namespace is no longer listed after its last item is deleted.

Why: Pages that show a memory as folders would keep an empty one, which puzzles users but breaks nothing.
The in-memory reference server keeps it, too.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L256
"""

from contract_tests.actions.store import store_namespace
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.delete.namespace", operation="delete_item", tier=3, level="should", feature="store")
def namespace(ctx: CheckContext) -> None:
    own = store_namespace(ctx)
    own.put("k", {}, "a")
    own.put("k", {}, "b")
    own.delete("k", "a")
    listed = own.namespaces()
    expect.equal(ctx, listed, own.labels(listed), ["b"], "/namespaces")
