"""A run with the multitask strategy `reject` is rejected with 409 while the thread has another run.

Why: A form that must not be submitted twice uses `reject` and shows 409 as "still working". A second run
books the second flight.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L81
"""

from contract_tests.actions.runs import list_runs, pending, start
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import STARTING_ON_A_THREAD


@rule("runs.multitask.reject", operations=STARTING_ON_A_THREAD, tier=2)
def multitask_reject(trial: Trial) -> None:
    run = pending(trial)
    refused = start(trial, run["thread_id"], trial.operation.id, multitask_strategy="reject")
    expect.status(trial, refused, 409)
    listed = list_runs(trial, run["thread_id"])
    expect.same(trial, refused, [each.get("status") for each in listed.json], ["pending"])
