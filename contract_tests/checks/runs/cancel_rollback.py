"""A run that is cancelled with the action `rollback` is deleted.

Why: `action="rollback"` means "undo". If the run can still be read, clients list and join it again, with an
answer that the user has withdrawn.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L943
"""

from contract_tests.actions.runs import cancel, pending, place, read_run
from contract_tests.harness import expect
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.cancel.rollback", operation="cancel_thread_run", tier=2)
def cancel_rollback(trial: Trial) -> None:
    run = pending(trial)
    read_run(trial, run)
    cancel(trial, run, action="rollback")
    gone = eventually(trial, lambda: trial.call("get_thread_run", path=place(run)), lambda it: not it.ok)
    expect.status(trial, gone, 404)
