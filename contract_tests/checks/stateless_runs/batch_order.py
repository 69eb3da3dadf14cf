"""A batch returns one run per item of the request, in the same order.

Why: Only the order links the response to the request. If it differs, each document gets the summary of
another one.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L607
"""

from contract_tests.actions.runs import LATER, asking
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

COLOURS = ["red", "green", "blue"]


@rule("stateless_runs.batch.order", operation="create_runs_batch", tier=3)
def batch_order(trial: Trial) -> None:
    body = [asking(trial, metadata={"colour": colour}, after_seconds=LATER) for colour in COLOURS]
    created = trial.need(trial.call("create_runs_batch", body=body))
    found = [run["metadata"].get("colour") for run in created.json]
    expect.same(trial, created, found, COLOURS, "/*/metadata/colour")
