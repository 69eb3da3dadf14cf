"""Requests from other owners never change an owner's runs, regardless of the response.

Why: An error after the change protects nothing: a stranger could cancel or delete the runs that others are
waiting for.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L943
"""

from contract_tests.actions.runs import list_runs, pending_run, request_about
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

CHANGING = ("create_thread_run", "delete_thread_run", "cancel_thread_run", "cancel_runs")


@check("runs.isolation.untouched", operations=CHANGING, tier=2, identities=2)
def untouched(ctx: CheckContext) -> None:
    ctx.need(ctx.send(ctx.operation, request_about(ctx, pending_run(ctx))))
    foreign = pending_run(ctx, other=True)
    asked = ctx.send(ctx.operation, request_about(ctx, foreign))
    left = list_runs(ctx, foreign["thread_id"], other=True)
    expect.equal(ctx, asked, [run.get("status") for run in left.json], ["pending"])
