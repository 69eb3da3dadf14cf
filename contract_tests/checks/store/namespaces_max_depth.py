"""Listing with `max_depth` cuts namespaces to that many labels and returns each result once.

Why: A page shows the first level of folders with `max_depth=1`. If a folder is repeated for each subfolder,
it lists the same name a hundred times.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L256
"""

from contract_tests.actions.store import spread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("store.namespaces.max_depth", operation="list_namespaces", tier=3, feature="store")
def max_depth(trial: Trial) -> None:
    own = spread(trial)
    for depth, wanted in ((2, ["a", "b"]), (3, ["a.x", "a.y", "b.x"]), (9, ["a.x", "a.y.z", "b.x"])):
        listed = own.namespaces(max_depth=depth)
        expect.same(trial, listed, own.labels(listed), wanted, "/namespaces")
