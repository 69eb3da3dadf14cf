"""A repeated search includes items put since the previous request.

Why: An agent stores what it has learnt and searches for it with the same request as before. If the response
comes from a cache, the agent has forgotten what it stored a moment ago.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L177
"""

from contract_tests.actions.store import keys, shelf
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("store.search.includes_new", operation="search_items", tier=3, feature="store")
def includes_new(trial: Trial) -> None:
    own = shelf(trial)
    found = []
    for key in ("a", "b"):
        own.put(key)
        answer = own.search()
        found.append(keys(answer))
    expect.same(trial, answer, found, [["a"], ["a", "b"]])
