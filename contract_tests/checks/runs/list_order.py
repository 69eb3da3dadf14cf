"""List returns the newest run first.

Why: Programs take the first run of the list for the running one. In another order, they join a run that
ended long ago and show nothing.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L854
"""

from contract_tests.actions.runs import line_up, list_runs, numbers
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.list.order", operation="list_thread_runs", tier=2)
def list_order(trial: Trial) -> None:
    thread_id, runs = line_up(trial, 3)
    listed = list_runs(trial, thread_id)
    trial.expect(
        numbers(listed, runs) == [3, 2, 1],
        expected="the third run, the second, the first",
        received=f"runs {numbers(listed, runs)}",
        exchange=listed,
    )
