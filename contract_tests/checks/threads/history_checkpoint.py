"""The history of a `checkpoint` contains only the state at that checkpoint.

Why: `threads.get_history(checkpoint=...)` looks up one state. A client that gets the whole history takes its
first item, which is the newest state, and forks from the wrong one.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L687
"""

from contract_tests.actions.threads import (
    checkpoint_id,
    message_ids,
    read_all,
    read_history,
    state_with,
    stateful_thread,
)
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.history.checkpoint", operation="search_history", tier=2, level="should")
def history_checkpoint(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=3)["thread_id"]
    state = state_with(read_all(ctx, thread_id, ctx.operation.id), "m1", "m2")
    checkpoint = {"checkpoint_id": checkpoint_id(state)}
    states = read_history(ctx, thread_id, ctx.operation.id, limit=10, checkpoint=checkpoint)
    expect.equal(
        ctx, states, [message_ids(each) for each in states.json], [["m1", "m2"]], "/*/values/messages"
    )
