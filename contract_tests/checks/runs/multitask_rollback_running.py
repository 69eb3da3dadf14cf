"""A running run rolled back by another leaves no trace; the new run starts from the state before it.

Why: `rollback` promises that the replaced message leaves no trace. If a part of it stays in the state, the
next run answers it as well.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L81
"""

from contract_tests.actions.runs import finish, place, said, under_way
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.multitask.rollback_running", operation="create_thread_run", tier=2)
def multitask_rollback_running(trial: Trial) -> None:
    first = under_way(trial)
    finish(trial, first["thread_id"], input=said("m2"), multitask_strategy="rollback")
    expect.status(trial, trial.call("get_thread_run", path=place(first)), 404)
    state = read_state(trial, first["thread_id"])
    expect.same(trial, state, message_ids(state.json)[:1], ["m2"], "/values/messages")
