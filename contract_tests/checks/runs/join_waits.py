"""Joining a run waits for its end and returns the values of its last state.

Why: Programs join a run to continue when it is done. If the response comes earlier, they read a
conversation whose last message is still missing.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1060
"""

from contract_tests.actions.runs import place, read_run, upcoming
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.join.waits", operation="join_thread_run", tier=2)
def join_waits(trial: Trial) -> None:
    run = upcoming(trial)
    joined = trial.need(trial.call("join_thread_run", path=place(run)))
    unfinished = read_run(trial, run).json["status"] in {"pending", "running"}
    expect.same(trial, joined, unfinished, False)
    expect.state_values(trial, joined, joined.json, read_state(trial, run["thread_id"]))
