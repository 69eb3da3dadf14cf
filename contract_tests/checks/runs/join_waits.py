"""Joining a run waits for its end and returns the values of its last state.

Why: Programs join a run to continue when it is done. If the response comes earlier, they read a
conversation whose last message is still missing.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1060
"""

from contract_tests.actions.runs import (
    has_ended,
    need_unfinished,
    read_run,
    run_path,
    run_starting_soon,
    unfinished_run,
)
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.join.waits", operation="join_thread_run", tier=2)
def join_waits(ctx: CheckContext) -> None:
    if ctx.run_context.survey.delays_runs is False:
        run = unfinished_run(ctx)
        need_unfinished(ctx, run)
    else:
        run = run_starting_soon(ctx)
    joined = ctx.need(ctx.call("join_thread_run", path=run_path(run)))
    expect.equal(ctx, joined, has_ended(read_run(ctx, run)), True)
    expect.state_values(ctx, joined, joined.json, read_state(ctx, run["thread_id"]))
