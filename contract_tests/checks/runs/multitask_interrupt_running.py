"""A running run that another one interrupts keeps its output, and the new run continues from there.

Why: `interrupt` keeps what the agent has written so far, so that the user can refer to it. If it is lost,
the next answer lacks the context.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L81
"""

from contract_tests.actions.runs import finish, read_run, said, under_way
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.multitask.interrupt_running", operation="create_thread_run", tier=2)
def multitask_interrupt_running(trial: Trial) -> None:
    first = under_way(trial)
    finish(trial, first["thread_id"], input=said("m2"), multitask_strategy="interrupt")
    ended = read_run(trial, first)
    expect.same(trial, ended, ended.json["status"], "interrupted", "/status")
    state = read_state(trial, first["thread_id"])
    expect.same(trial, state, message_ids(state.json)[:2], ["m9", "m2"], "/values/messages")
