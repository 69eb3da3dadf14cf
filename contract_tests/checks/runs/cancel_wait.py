"""Cancelling a run with `wait` returns 200 once the run has stopped.

Why: Programs cancel with `wait=True` and then write to the thread. If the response comes before the run has
stopped, its last step overwrites theirs; the JavaScript SDK reads a body unless the status is 202 or 204.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L943
"""

from contract_tests.actions.runs import cancel, pending, read_run
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.cancel.wait", operation="cancel_thread_run", tier=2)
def cancel_wait(trial: Trial) -> None:
    run = pending(trial)
    cancelled = cancel(trial, run, wait=True)
    expect.status(trial, cancelled, 200)
    expect.same(trial, cancelled, read_run(trial, run).json["status"], "interrupted")
