"""Waiting for a run returns the values of its last state.

Why: `runs.wait` returns the answer as its result, which scripts print or pass on. If it is not the last
state, they pass on an incomplete answer.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L625
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import wait
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.wait.values", operation="wait_thread_run", tier=2)
def wait_values(trial: Trial) -> None:
    thread_id = create_thread(trial)["thread_id"]
    waited = wait(trial, thread_id)
    expect.state_values(trial, waited, waited.json, read_state(trial, thread_id))
