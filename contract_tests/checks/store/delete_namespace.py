"""A namespace is no longer listed after its last item is deleted.

Why: Pages that show a memory as folders would keep an empty one, which puzzles users but breaks nothing.
The in-memory reference server keeps it, too.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L256
"""

from contract_tests.actions.store import shelf
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("store.delete.namespace", operation="delete_item", tier=3, level="should", feature="store")
def namespace(trial: Trial) -> None:
    own = shelf(trial)
    own.put("k", {}, "a")
    own.put("k", {}, "b")
    own.delete("k", "a")
    listed = own.namespaces()
    expect.same(trial, listed, own.labels(listed), ["b"], "/namespaces")
