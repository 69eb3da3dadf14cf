"""Joining an interrupted run returns its interrupts as `__interrupt__`.

Why: A program that joins in the background learns only here that a human has to answer. Without
`__interrupt__`, it takes the unfinished state for the answer.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1060
"""

from contract_tests.actions.interrupts import ASKED, ask_a_human, asked_in, ids
from contract_tests.actions.runs import place
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("interrupts.join", operation="join_thread_run", tier=2)
def join(trial: Trial) -> None:
    run = ask_a_human(trial)
    joined = trial.need(trial.call("join_thread_run", path=place(run)))
    asked = asked_in(read_state(trial, run["thread_id"]))
    found = ids(joined.json.get("__interrupt__")) if isinstance(joined.json, dict) else []
    expect.alike(trial, joined, found, asked, what=ASKED, pointer="/__interrupt__")
