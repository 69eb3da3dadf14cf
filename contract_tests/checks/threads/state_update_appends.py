"""An update appends one state to the history and returns its checkpoint; the older states stay.

Why: Clients fork from the checkpoint that an update returns, and `useStream` draws branches from the history.
If states are replaced, there is nothing to go back to.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/branching.ts#L36
"""

from contract_tests.actions.threads import add_message, checkpoint_id, read_all, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.state.update_appends", operation="update_state", tier=2)
def update_appends(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=2)["thread_id"]
    before = {checkpoint_id(state) for state in read_all(ctx, thread_id).json}
    updated = add_message(ctx, thread_id, "m3")
    read = read_all(ctx, thread_id)
    after = {checkpoint_id(state) for state in read.json}
    expect.equal(ctx, read, f"{len(before & after)} older states", f"{len(before)} older states")
    ctx.expect(
        after - before == {checkpoint_id(updated.json)},
        expected="the checkpoint of the one new state",
        received=f"{expect.shown(checkpoint_id(updated.json))}, with {len(after - before)} new states",
        exchange=updated,
        pointer="/checkpoint/checkpoint_id",
    )
