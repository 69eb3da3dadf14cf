"""Listing by `suffix` returns exactly the namespaces that end with it.

Why: `suffix=["preferences"]` finds the preferences of all users. If it is ignored, everything else is read
as preferences.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L256
"""

from contract_tests.actions.store import spread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("store.namespaces.suffix", operation="list_namespaces", tier=3, feature="store")
def suffix(trial: Trial) -> None:
    own = spread(trial)
    for suffix, wanted in ((["x"], ["a.x", "b.x"]), (["y", "z"], ["a.y.z"]), (["y"], [])):
        listed = own.namespaces(suffix=suffix)
        expect.same(trial, listed, own.labels(listed), wanted, "/namespaces")
