"""Joining a successful run returns the values of its last state.

Why: `runs.join` returns the answer as its result. If that is not the state, a program that waits for a
background run continues with the wrong values.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1060
"""

from contract_tests.actions.runs import place, succeed
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.join.values", operation="join_thread_run", tier=2)
def join_values(trial: Trial) -> None:
    run = succeed(trial)
    joined = trial.need(trial.call("join_thread_run", path=place(run)))
    expect.state_values(trial, joined, joined.json, read_state(trial, run["thread_id"]))
