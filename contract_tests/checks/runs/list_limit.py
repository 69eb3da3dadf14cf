"""List returns at most `limit` runs.

Why: Programs request the latest run with `limit=1` to join it. If more are returned, a page of ten loads
hundreds of runs with their inputs.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L854
"""

from contract_tests.actions.runs import line_up, list_runs, numbers
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.list.limit", operation="list_thread_runs", tier=2)
def list_limit(trial: Trial) -> None:
    thread_id, runs = line_up(trial, 3)
    listed = list_runs(trial, thread_id, limit=2)
    expect.same(trial, listed, len(numbers(listed, runs)), 2)
