"""Joining a successful run returns the values of its last state.

Why: `runs.join` returns the answer as its result. If that is not the state, a program that waits for a
background run continues with the wrong values.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1060
"""

from contract_tests.actions.runs import run_path, run_to_success
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.join.values", operation="join_thread_run", tier=2)
def join_values(ctx: CheckContext) -> None:
    run = run_to_success(ctx)
    joined = ctx.need(ctx.call("join_thread_run", path=run_path(run)))
    expect.state_values(ctx, joined, joined.json, read_state(ctx, run["thread_id"]))
