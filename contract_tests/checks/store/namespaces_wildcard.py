"""The label `*` in a prefix or suffix matches any single label.

Why: Namespaces have the user in the middle, as in `["users", "*", "memories"]`. If `*` is taken literally,
nothing is found.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L256
"""

from contract_tests.actions.store import spread
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

ASKED: list[tuple[tuple[str, ...], dict[str, Json], list[str]]] = [
    (("*", "x"), {}, ["a.x", "b.x"]),
    ((), {"suffix": ["a", "*"]}, ["a.x"]),
    (("*", "*", "*"), {}, ["a.y.z"]),
]
"""Prefix, further request fields and expected namespaces."""


@rule("store.namespaces.wildcard", operation="list_namespaces", tier=3, feature="store")
def wildcard(trial: Trial) -> None:
    own = spread(trial)
    for below, more, wanted in ASKED:
        listed = own.namespaces(*below, **more)
        expect.same(trial, listed, own.labels(listed), wanted, "/namespaces")
