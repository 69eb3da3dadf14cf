"""Creating a thread with `supersteps` builds its history, one state per step.

Why: Conversations are imported with `threads.create({supersteps})`. If the steps don't become the history,
the imported thread opens empty, and the client gets no error.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/threads/index.ts#L57
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import human_message, message_ids, read_all, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.create.supersteps", operation="create_thread", tier=2)
def supersteps(ctx: CheckContext) -> None:
    stateful_thread(ctx, messages=1)
    steps = [
        {"updates": [{"values": {"messages": [human_message(message_id)]}, "as_node": "__start__"}]}
        for message_id in ("m1", "m2")
    ]
    created = create_thread(ctx, metadata={"graph_id": ctx.graph}, supersteps=steps)
    read = read_all(ctx, created["thread_id"])
    actual = sorted(message_ids(state) for state in read.json)
    expect.equal(ctx, read, actual, [["m1"], ["m1", "m2"]], "/values/messages")
