"""A search for items that is asked again knows what was put in between.

Why: An agent keeps what it has learnt and looks for it with the same question as before. If the answer comes
from a cache, it has forgotten what it was told a moment ago.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L177
"""

from contract_tests.actions.store import keys, shelf
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("store.search.fresh", operation="search_items", tier=3, feature="store")
def fresh(trial: Trial) -> None:
    own = shelf(trial)
    found = []
    for key in ("a", "b"):
        own.put(key)
        answer = own.search()
        found.append(keys(answer))
    demand.same(trial, answer, found, [["a"], ["a", "b"]])
