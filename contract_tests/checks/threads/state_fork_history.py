"""A fork keeps the states that are newer than the forked one in the history.

Why: `useStream` offers the old branch next to the new one, and finds both in the history. If a fork removes
the newer states, the switch between branches is gone, and with it the old answer.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/branching.ts#L36
"""

from contract_tests.actions.threads import add_message, checkpoint_id, read_all, state_with, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.state.fork_history", operation="update_state", tier=2)
def fork_history(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=3)["thread_id"]
    before = read_all(ctx, thread_id)
    old = state_with(before, "m1")
    add_message(ctx, thread_id, "forked", checkpoint={"checkpoint_id": checkpoint_id(old)})
    read = read_all(ctx, thread_id)
    kept = {checkpoint_id(state) for state in before.json} & {checkpoint_id(state) for state in read.json}
    expect.equal(ctx, read, f"{len(kept)} older states", f"{len(before.json)} older states")
