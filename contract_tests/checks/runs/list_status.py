"""List with `status` returns exactly the runs with that status.

Why: `runs.list(status="running")` finds runs to join or cancel. If the filter is ignored, finished runs are
joined, and cancelling ends in 404.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L854
"""

from contract_tests.actions.runs import cancel, line_up, list_runs, numbers, read_run
from contract_tests.client.exchange import Exchange
from contract_tests.findings.finding import NotTestable
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.list.status", operation="list_thread_runs", tier=2)
def list_status(trial: Trial) -> None:
    thread_id, runs = line_up(trial, 2)
    cancel(trial, runs[0])
    cancelled = eventually(trial, lambda: read_run(trial, runs[0]), _is_interrupted)
    if not _is_interrupted(cancelled) or read_run(trial, runs[1]).json["status"] != "pending":
        raise NotTestable("no run is pending while another is interrupted", cancelled)
    for status, wanted in (("interrupted", [1]), ("pending", [2])):
        listed = list_runs(trial, thread_id, status=status)
        trial.expect(
            numbers(listed, runs) == wanted,
            expected=f"run {wanted[0]} of 2",
            received=f"runs {numbers(listed, runs)}",
            exchange=listed,
            pointer=status,
        )


def _is_interrupted(run: Exchange) -> bool:
    return bool(run.json["status"] == "interrupted")
