"""Get finds a run only on its own thread and returns 404 on any other.

Why: Anyone who may read a thread may read its runs. If any run opens under the path of any thread, this
permission is worthless.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L906
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import pending, read_run
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.get.other_thread", operation="get_thread_run", tier=2, whole_replay=True)
def get_other_thread(trial: Trial) -> None:
    run, other = pending(trial), create_thread(trial)["thread_id"]
    read_run(trial, run)
    path = {"thread_id": other, "run_id": run["run_id"]}
    expect.status(trial, trial.call("get_thread_run", path=path), 404)
