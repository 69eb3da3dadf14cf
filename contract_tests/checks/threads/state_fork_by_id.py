"""An update at an older `checkpoint_id` creates a fork, as with `checkpoint`.

Why: CopilotKit's adapter sends `checkpointId`, other clients the whole `checkpoint`. If only one of them
creates a fork, the other overwrites the latest state.
https://github.com/ag-ui-protocol/ag-ui/blob/821b8c227c6f/integrations/langgraph/typescript/src/agent.ts#L546
"""

from contract_tests.actions.threads import fork_first_message, message_ids
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.state.fork_by_id", operation="update_state", tier=2)
def fork_by_id(ctx: CheckContext) -> None:
    _, state = fork_first_message(ctx, by_id=True)
    expect.equal(ctx, state, message_ids(state.json), ["m1", "forked"], "/values/messages")
