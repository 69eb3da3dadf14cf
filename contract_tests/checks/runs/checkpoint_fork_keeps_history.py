"""A fork preserves the states of the branch that it starts from.

Why: `useStream` lets users return to the old answer with a switch between branches, which it reads from the
history. If a fork removes them, the switch and the old answer are gone.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/branching.ts#L36
"""

from contract_tests.actions.runs import checkpoint_of, messages_input, run_to_success
from contract_tests.actions.threads import checkpoint_id, read_all, state_with, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.checkpoint.fork_keeps_history", operation="create_thread_run", tier=2)
def checkpoint_kept(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=2)["thread_id"]
    before = read_all(ctx, thread_id)
    checkpoint = state_with(before, "m1")
    run_to_success(ctx, thread_id, input=messages_input(ctx, "m9"), checkpoint=checkpoint_of(checkpoint))
    after = read_all(ctx, thread_id)
    kept = {checkpoint_id(state): state["values"] for state in after.json}
    lost = [state for state in before.json if kept.get(checkpoint_id(state)) != state["values"]]
    expect.equal(ctx, after, len(lost), 0)
