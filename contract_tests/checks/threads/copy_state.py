"""A copied thread has the states of the original.

Why: `threads.copy` promises the same conversation. A copy without the states opens as an empty page, and the
next run on it lacks the whole conversation.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L410
"""

from contract_tests.actions.threads import message_ids, read_all, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.copy.state", operation="copy_thread", tier=2)
def state(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=2)["thread_id"]
    copied = ctx.need(ctx.call("copy_thread", path={"thread_id": thread_id}))
    states = read_all(ctx, copied.json["thread_id"])
    actual = sorted(message_ids(state) for state in states.json)
    expect.equal(ctx, states, actual, [["m1"], ["m1", "m2"]], "/*/values/messages")
