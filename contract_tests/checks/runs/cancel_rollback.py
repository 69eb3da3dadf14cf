"""A run that is cancelled with the action `rollback` is deleted.

Why: `action="rollback"` means "undo". If the run can still be read, clients list and join it again, with an
answer that the user has withdrawn.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L943
"""

from contract_tests.actions.runs import cancel_run, created_run, has_ended, pending_run, read_run, run_path
from contract_tests.client.exchange import Exchange
from contract_tests.client.operation_request import OperationRequest
from contract_tests.contract import Json
from contract_tests.findings.finding import Skipped
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually

ATTEMPTS = 5
"""Number of runs to start until one is cancelled before it ends."""

GONE_SECONDS = 5.0
"""Seconds until a cancelled run must be gone."""

ENDED_BEFORE = (404, 409)
"""Statuses with which the cancellation of an ended run is refused."""


@check("runs.cancel.rollback", operation="cancel_thread_run", tier=2)
def cancel_rollback(ctx: CheckContext) -> None:
    is_pending_sure = ctx.run_context.survey.delays_runs is not False
    if is_pending_sure:
        run = pending_run(ctx)
        read_run(ctx, run)
        cancel_run(ctx, run, action="rollback")
        _expect_gone(ctx, run)
    is_caught = any(_catch_started(ctx) for _ in range(ATTEMPTS))
    if not is_caught and not is_pending_sure:
        raise Skipped("every run ends before it can be cancelled")


def _catch_started(ctx: CheckContext) -> bool:
    """Cancel a run that has just started; return false if it had ended before."""
    slow = ctx.run_context.survey.roles.get("slow")
    graph = slow or ctx.run_context.graphs.any
    run = created_run(ctx, after_seconds=0, assistant_id=graph.assistant_id)
    eventually(ctx, lambda: read_run(ctx, run), lambda it: it.json["status"] != "pending", GONE_SECONDS)
    request = OperationRequest(run_path(run), query={"action": "rollback"})
    cancelled = ctx.send(ctx.operation, request)
    if cancelled.status in ENDED_BEFORE:
        return False
    expect.status(ctx, cancelled, *ctx.operation.success)
    seen = eventually(ctx, lambda: ctx.call("get_thread_run", path=run_path(run)), _is_gone_or_ended)
    if seen.ok and seen.json["status"] == "success":
        return False
    _expect_gone(ctx, run)
    return True


def _is_gone_or_ended(run: Exchange) -> bool:
    return not run.ok or has_ended(run)


def _expect_gone(ctx: CheckContext, run: Json) -> None:
    gone = eventually(
        ctx, lambda: ctx.call("get_thread_run", path=run_path(run)), lambda it: not it.ok, GONE_SECONDS
    )
    expect.status(ctx, gone, 404)
