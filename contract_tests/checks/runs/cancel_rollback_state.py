"""Rolling back a running run restores the thread's state from before the run.

Why: Users undo a message to send a better one. If the first attempt stays in the state, the agent answers
both.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L943
"""

from contract_tests.actions.runs import cancel, place, under_way
from contract_tests.actions.threads import message_ids, read_state, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.cancel.rollback_state", operation="cancel_thread_run", tier=2)
def cancel_rollback_state(trial: Trial) -> None:
    run = under_way(trial, stateful_thread(trial, messages=1)["thread_id"])
    cancel(trial, run, action="rollback", wait=True)
    eventually(trial, lambda: trial.call("get_thread_run", path=place(run)), lambda it: not it.ok)
    state = read_state(trial, run["thread_id"])
    expect.same(trial, state, message_ids(state.json), ["m1"], "/values/messages")
