"""A filter that compares numbers skips items without a number in that field.

Why: Values have no schema, so some lack the field or contain text in it. If one such item makes the search
fail, the agent has no memory at all.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L180
"""

from contract_tests.actions.store import keys, shelf
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("store.search.compare_non_numbers", operation="search_items", tier=3, feature="store")
def compare_non_numbers(trial: Trial) -> None:
    own = shelf(trial)
    own.put("number", {"n": 2})
    own.put("none", {})
    whole = {"namespace_prefix": [own.root], "filter": {"n": {"$gt": 1}}}
    found = trial.ask(trial.operation, Question(body=whole))
    expect.success(trial, found)
    expect.same(trial, found, keys(found), ["number"], "/items")
