"""Deleting a thread deletes its states: a new thread with the same id has none.

Why: Clients choose the ids of threads, and use them again after `threads.delete`. Remaining states would show
one user's deleted conversation to the next one.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L266
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import message_ids, read_all, read_state, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.delete.history", operation="delete_thread", tier=2)
def history(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=1)["thread_id"]
    ctx.need(ctx.call("delete_thread", path={"thread_id": thread_id}))
    create_thread(ctx, thread_id=thread_id, metadata={"graph_id": ctx.graph})
    state = read_state(ctx, thread_id)
    expect.equal(ctx, state, message_ids(state.json), [], "/values/messages")
    states = read_all(ctx, thread_id)
    remaining = [message_ids(state) for state in states.json if message_ids(state)]
    expect.equal(ctx, states, remaining, [], "/*/values/messages")
