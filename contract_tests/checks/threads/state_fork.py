"""An update at an older `checkpoint` creates a fork: a child state that builds on its values.

Why: CopilotKit's adapter regenerates a message by an update at the older `checkpoint_id`, and runs from the
returned checkpoint. If the update is applied to the latest state, the old answer stays and a second one
follows.
https://github.com/ag-ui-protocol/ag-ui/blob/821b8c227c6f/integrations/langgraph/typescript/src/agent.ts#L546
"""

from contract_tests.actions.threads import (
    add_message,
    checkpoint_id,
    message_ids,
    read_all,
    read_state,
    state_with,
    stateful_thread,
)
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.state.fork", operation="update_state", tier=2)
def fork(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=3)["thread_id"]
    old = state_with(read_all(ctx, thread_id), "m1")
    add_message(ctx, thread_id, "forked", checkpoint={"checkpoint_id": checkpoint_id(old)})
    state = read_state(ctx, thread_id)
    expect.equal(ctx, state, message_ids(state.json), ["m1", "forked"], "/values/messages")
    ctx.expect(
        checkpoint_id(state.json, of="parent_checkpoint") == checkpoint_id(old),
        expected="the older checkpoint as parent",
        received=expect.shown(checkpoint_id(state.json, of="parent_checkpoint")),
        exchange=state,
        pointer="/parent_checkpoint/checkpoint_id",
    )
