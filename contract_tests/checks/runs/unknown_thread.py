"""Listing the runs of an unknown thread returns 404.

Why: An empty list means that nothing has run yet. For a deleted thread, it hides from the client that the
conversation no longer exists.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.runs import list_runs, pending
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.unknown_thread", operation="list_thread_runs", tier=2)
def unknown_thread(trial: Trial) -> None:
    list_runs(trial, pending(trial)["thread_id"])
    expect.status(trial, trial.call("list_thread_runs", path={"thread_id": trial.new_id()}), 404)
