"""Waiting for an interrupted run returns its interrupts as `__interrupt__`.

Why: A script that waits has no other sign that a human has to answer. Without `__interrupt__`, it takes the
unfinished state for the answer.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L625
"""

from contract_tests.actions.interrupts import ASKED, asked_in, ids
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import wait as wait_for
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("interrupts.wait", operation="wait_thread_run", tier=2)
def wait(trial: Trial) -> None:
    thread_id = create_thread(trial)["thread_id"]
    waited = wait_for(trial, thread_id, assistant_id=trial.graph_for("hitl"))
    asked = asked_in(read_state(trial, thread_id))
    found = ids(waited.json.get("__interrupt__")) if isinstance(waited.json, dict) else []
    expect.alike(trial, waited, found, asked, what=ASKED, pointer="/__interrupt__")
