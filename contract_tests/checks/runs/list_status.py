"""Listing with `status` returns exactly the runs with that status.

Why: `runs.list(status="running")` finds runs to join or cancel. If the filter is ignored, finished runs are
joined, and cancelling ends in 404.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L854
"""

from contract_tests.actions.runs import cancel_run, enqueue_runs, list_runs, read_run, run_numbers
from contract_tests.client.exchange import Exchange
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("runs.list.status", operation="list_thread_runs", tier=2)
def list_status(ctx: CheckContext) -> None:
    thread_id, runs = enqueue_runs(ctx, 2)
    cancel_run(ctx, runs[0])
    cancelled = eventually(ctx, lambda: read_run(ctx, runs[0]), _is_interrupted)
    if not _is_interrupted(cancelled) or read_run(ctx, runs[1]).json["status"] != "pending":
        raise Blocked("no run is pending while another is interrupted", cancelled)
    for status, expected in (("interrupted", [1]), ("pending", [2])):
        listed = list_runs(ctx, thread_id, status=status)
        expect.numbered(ctx, listed, run_numbers(listed, runs), expected, "run", pointer=status)


def _is_interrupted(run: Exchange) -> bool:
    return bool(run.json["status"] == "interrupted")
