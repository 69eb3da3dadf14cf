"""The state of a thread without runs is empty: it has no values, and `next` is empty.

Why: CopilotKit's adapter reads the state before the first run and takes `values.messages` out of it. With
an error, or null instead of an empty object, no new conversation can begin.
https://github.com/ag-ui-protocol/ag-ui/blob/821b8c227c6f/integrations/langgraph/typescript/src/agent.ts#L642
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import checkpoint_id, read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.state.empty", operation="get_state", tier=1)
def empty(ctx: CheckContext) -> None:
    state = read_state(ctx, create_thread(ctx)["thread_id"])
    ctx.expect(
        not state.json["values"],
        expected="no values",
        received=expect.shown(state.json["values"]),
        exchange=state,
        pointer="/values",
    )
    expect.equal(ctx, state, state.json["next"], [], "/next")
    expect.equal(ctx, state, checkpoint_id(state.json), None, "/checkpoint/checkpoint_id")
