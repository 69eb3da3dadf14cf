"""An update at an older `checkpoint` creates a fork: a child state that builds on its values.

Why: CopilotKit's adapter regenerates a message by an update at the older `checkpoint_id`, and runs from the
returned checkpoint. If the update is applied to the latest state, the old answer stays and a second one
follows.
https://github.com/ag-ui-protocol/ag-ui/blob/821b8c227c6f/integrations/langgraph/typescript/src/agent.ts#L546
"""

from contract_tests.actions.threads import checkpoint_id, fork_first_message, message_ids
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.state.fork", operation="update_state", tier=2)
def fork(ctx: CheckContext) -> None:
    old, state = fork_first_message(ctx, by_id=False)
    expect.equal(ctx, state, message_ids(state.json), ["m1", "forked"], "/values/messages")
    ctx.expect(
        checkpoint_id(state.json, of="parent_checkpoint") == checkpoint_id(old),
        expected="the older checkpoint as parent",
        received=expect.shown(checkpoint_id(state.json, of="parent_checkpoint")),
        exchange=state,
        pointer="/parent_checkpoint/checkpoint_id",
    )
