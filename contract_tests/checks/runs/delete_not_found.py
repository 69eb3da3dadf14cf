"""Get returns 404 for a deleted run, while its thread still exists.

Why: Clients delete runs to tidy up a thread, not to lose it. If the thread is deleted, too, the
conversation is gone; if the run stays, it was not deleted.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1156
"""

from contract_tests.actions.runs import pending, place, read_run
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.delete.not_found", operation="delete_thread_run", tier=2)
def delete_not_found(trial: Trial) -> None:
    run = pending(trial)
    read_run(trial, run)
    trial.need(trial.call("delete_thread_run", path=place(run)))
    expect.status(trial, trial.call("get_thread_run", path=place(run)), 404)
    read_thread(trial, run["thread_id"])
