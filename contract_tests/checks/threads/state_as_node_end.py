"""An update as the node `__end__` ends the thread's turn: `next` is empty.

Why: agent-inbox ignores a thread with `updateState({values: null, asNode: "__end__"})`. If something is
still next, the thread comes back to the inbox at the next load.
https://github.com/langchain-ai/agent-inbox/blob/f38301b9d0be/src/components/agent-inbox/contexts/ThreadContext.tsx#L387
"""

from contract_tests.actions.threads import read_state, stateful_thread
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.state.as_node_end", operation="update_state", tier=2)
def as_node_end(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=1)["thread_id"]
    before = read_state(ctx, thread_id)
    if not before.json["next"]:
        raise Blocked("an update as the node __start__ leaves next empty", before)
    body = {"values": None, "as_node": "__end__"}
    ctx.need(ctx.call("update_state", path={"thread_id": thread_id}, body=body))
    after = read_state(ctx, thread_id)
    expect.equal(ctx, after, after.json["next"], [], "/next")
