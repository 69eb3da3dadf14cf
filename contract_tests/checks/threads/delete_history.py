"""Deleting a thread deletes its states: a new thread with the same id has none.

Why: Clients choose the ids of threads, and use them again after `threads.delete`. Remaining states would show
one user's deleted conversation to the next one.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L266
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import message_ids, read_all, read_state, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("threads.delete.history", operation="delete_thread", tier=2)
def history(trial: Trial) -> None:
    thread_id = stateful_thread(trial, messages=1)["thread_id"]
    trial.need(trial.call("delete_thread", path={"thread_id": thread_id}))
    create_thread(trial, thread_id=thread_id, metadata={"graph_id": trial.graph})
    state = read_state(trial, thread_id)
    expect.same(trial, state, message_ids(state.json), [], "/values/messages")
    states = read_all(trial, thread_id)
    left = [message_ids(state) for state in states.json if message_ids(state)]
    expect.same(trial, states, left, [], "/*/values/messages")
