"""Another owner's cron is reported as not found (404).

Why: A cron holds an input and runs on behalf of its owner. A stranger who can change it controls another
person's agent.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L326
"""

from contract_tests.actions import crons
from contract_tests.client.operation_request import NOTHING
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule(
    "crons.isolation",
    operations=("get_cron", "update_cron", "delete_cron"),
    tier=3,
    feature="crons",
    identities=2,
)
def isolation(trial: Trial) -> None:
    cron = crons.plan(trial)
    trial.need(crons.get(trial, cron))
    body = {"metadata": {"colour": "red"}} if trial.operation.id == "update_cron" else NOTHING
    path = {"cron_id": cron["cron_id"]}
    expect.status(trial, trial.call(trial.operation.id, path=path, body=body, other=True), 404)
