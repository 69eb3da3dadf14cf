"""Following `parent_checkpoint` from the latest state reaches every state; the oldest has none.

Why: `useStream` builds its branches from `parent_checkpoint` alone, and agent-chat-ui edits and regenerates
a message from it. With a broken link, messages vanish from the page and forks go from the wrong place.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/branching.ts#L36
"""

from contract_tests.actions.threads import checkpoint_id, read_all, read_state, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import HISTORY


@check("threads.history.parent_chain", operations=HISTORY, tier=1)
def parent_chain(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=3)["thread_id"]
    states = read_all(ctx, thread_id, ctx.operation.id)
    parents = {checkpoint_id(state): checkpoint_id(state, of="parent_checkpoint") for state in states.json}
    following, count = checkpoint_id(read_state(ctx, thread_id).json), 0
    while following in parents and count <= len(parents):
        following, count = parents[following], count + 1
    ctx.expect(
        following is None and count == len(parents),
        expected=f"a chain of all {len(parents)} states, the oldest without a parent",
        received=f"a chain of {count}, whose oldest has the parent {expect.shown(following)}",
        exchange=states,
        pointer="/*/parent_checkpoint",
    )
