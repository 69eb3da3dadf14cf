"""A deleted run is no longer listed, while the thread's other runs are.

Why: Lists of runs are reloaded after a deletion. A deleted run that is still listed looks like a failed
request; another one that is missing is lost work.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L854
"""

from contract_tests.actions.runs import line_up, list_runs, numbers, place
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.delete.list", operation="delete_thread_run", tier=2)
def delete_list(trial: Trial) -> None:
    thread_id, runs = line_up(trial, 2)
    deleted = trial.need(trial.call("delete_thread_run", path=place(runs[0])))
    expect.same(trial, deleted, numbers(list_runs(trial, thread_id), runs), [2])
