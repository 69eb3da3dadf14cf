"""A namespace whose last item was deleted is no longer listed.

Why: Pages that show a memory as folders keep an empty one, which puzzles users but breaks nothing. The
reference server in memory does the same.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L256
"""

from contract_tests.actions.store import shelf
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("store.delete.namespace", operation="delete_item", tier=3, level="should", feature="store")
def namespace(trial: Trial) -> None:
    own = shelf(trial)
    own.put("k", {}, "a")
    own.put("k", {}, "b")
    own.delete("k", "a")
    listed = own.namespaces()
    demand.same(trial, listed, own.labels(listed), ["b"], "/namespaces")
