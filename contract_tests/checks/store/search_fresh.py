"""A search for items, or a list of namespaces, that is asked again knows what was put in between.

Why: An agent keeps what it has learnt and looks for it with the same question as before. If the answer comes
from a cache, it has forgotten what it was told a moment ago.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L177
"""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.shelf import shelf
from contract_tests.trial import Trial


@rule("store.search.fresh", operations=("search_items", "list_namespaces"), tier=2, feature="store")
def fresh(trial: Trial) -> None:
    own = shelf(trial)
    found = []
    for name in ("a", "b"):
        own.put(name, {}, name)
        looks_for_items = trial.operation.id == "search_items"
        answer = own.search() if looks_for_items else own.namespaces()
        found.append(len(answer.json["items" if looks_for_items else "namespaces"]))
    demand.same(trial, answer, found, [1, 2])
