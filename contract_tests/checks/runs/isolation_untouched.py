"""Requests from other owners never change an owner's runs, regardless of the response.

Why: An error after the change protects nothing: a stranger could cancel or delete the runs that others are
waiting for.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L943
"""

from typing import Any

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import (
    CANCELLING,
    ended_run,
    list_runs,
    need_unfinished,
    request_about,
    unfinished_run,
)
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

CHANGING = ("create_thread_run", "delete_thread_run", "cancel_thread_run", "cancel_runs")

BY_ITSELF = {"pending", "running", "success", "error"}
"""Statuses of a run that was not cancelled."""


@check("runs.isolation.untouched", operations=CHANGING, tier=2, identities=2)
def untouched(ctx: CheckContext) -> None:
    own = _own(ctx)
    ctx.need(ctx.send(ctx.operation, request_about(ctx, own)))
    foreign = unfinished_run(ctx, other=True)
    response = ctx.send(ctx.operation, request_about(ctx, foreign))
    listed = list_runs(ctx, foreign["thread_id"], other=True)
    statuses = [str(run.get("status")) for run in listed.json]
    ctx.expect(
        len(statuses) == 1 and statuses[0] in BY_ITSELF,
        expected="the other owner's run, unchanged",
        received=f"runs with the status {', '.join(statuses)}" if statuses else "no run",
        exchange=response,
    )
    if ctx.operation.id in CANCELLING:
        need_unfinished(ctx, foreign, other=True)


def _own(ctx: CheckContext) -> Any:
    """Return what the owner may apply the operation to; a run may be rejected on a busy thread."""
    if ctx.operation.id == "create_thread_run":
        return create_thread(ctx)
    return ended_run(ctx) if ctx.operation.id == "delete_thread_run" else unfinished_run(ctx)
