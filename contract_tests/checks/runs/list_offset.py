"""List skips the `offset` newest runs.

Why: Lists load older runs with `offset`. If it is ignored, each page shows the same runs again.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L854
"""

from contract_tests.actions.runs import line_up, list_runs, numbers
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.list.offset", operation="list_thread_runs", tier=2)
def list_offset(trial: Trial) -> None:
    thread_id, runs = line_up(trial, 3)
    listed = list_runs(trial, thread_id, offset=1)
    trial.expect(
        numbers(listed, runs) == [2, 1],
        expected="the second run and the first, without the newest",
        received=f"runs {numbers(listed, runs)}",
        exchange=listed,
    )
