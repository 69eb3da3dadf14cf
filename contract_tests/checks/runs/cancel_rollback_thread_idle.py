"""A thread whose only run is rolled back becomes idle again.

Why: Frontends lock their input while a thread is `busy`. After an undo, no other run ends this state, so a
thread that stays busy is lost to its user.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L34
"""

from contract_tests.actions.runs import cancel, pending
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.cancel.rollback_thread_idle", operation="cancel_thread_run", tier=2)
def cancel_rollback_thread_idle(trial: Trial) -> None:
    run = pending(trial)
    cancel(trial, run, action="rollback")
    thread = eventually(
        trial, lambda: read_thread(trial, run["thread_id"]), lambda it: it.json["status"] != "busy"
    )
    expect.same(trial, thread, thread.json["status"], "idle", "/status")
