"""Waiting for a stateless run that fails returns 200 and the error as `__error__`.

Why: Both SDKs raise an exception if `runs.wait` finds `__error__` in the values. Without it, the program
takes an incomplete state for the answer.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L846
"""

from contract_tests.actions.runs import asking
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("stateless_runs.error", operation="wait_run", tier=2)
def error(trial: Trial) -> None:
    trial.need(trial.call("wait_run", body=asking(trial)))
    waited = trial.call("wait_run", body=asking(trial, assistant_id=trial.graph_for("failing")))
    expect.status(trial, waited, 200)
    said = waited.json if isinstance(waited.json, dict) else {}
    expect.same(trial, waited, sorted(said.get("__error__", {})), ["error", "message"], "/__error__")
