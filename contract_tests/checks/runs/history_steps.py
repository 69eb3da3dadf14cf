"""A run's history is its input at step -1, then one state per step, each the child of the previous one.

Why: To edit the first message, `useStream` forks from the state before it, the input at step -1. Without
that step the first message cannot be edited.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L435
"""

from contract_tests.actions.runs import run_to_success
from contract_tests.actions.threads import checkpoint_id, read_all
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.history.steps", operation="create_thread_run", tier=2)
def history_steps(ctx: CheckContext) -> None:
    history = read_all(ctx, run_to_success(ctx)["thread_id"])
    states = history.json[::-1]
    ctx.expect(
        bool(states), expected="a state for each step", received=expect.shown(states), exchange=history
    )
    actual = [[(state["metadata"] or {}).get(name) for name in ("step", "source")] for state in states]
    expected = [[step, "loop" if step >= 0 else "input"] for step in range(-1, len(states) - 1)]
    expect.equal(ctx, history, actual, expected, "/*/metadata")
    parents = [checkpoint_id(state, of="parent_checkpoint") for state in states]
    chain = [None, *map(checkpoint_id, states)][:-1]
    ctx.expect(
        parents == chain,
        expected="a chain from the input to the answer",
        received=expect.sequence_difference(parents, chain, "parent"),
        exchange=history,
        pointer="/*/parent_checkpoint",
    )
