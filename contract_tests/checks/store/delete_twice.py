"""Deleting a missing item succeeds.

Why: Two tabs may delete the same memory. An error in the second one is shown to a user who has done nothing
wrong.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L144
"""

from contract_tests.actions.store import shelf
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("store.delete.twice", operation="delete_item", tier=3, feature="store")
def twice(trial: Trial) -> None:
    own = shelf(trial)
    own.put("k")
    own.delete("k")
    body = {"namespace": [own.root], "key": "k"}
    expect.status(trial, trial.call("delete_item", body=body), 204)
