"""An unknown cron is reported as not found (404).

Why: The Python SDK raises `NotFoundError` for 404. After a success, a user believes that a cron has stopped,
although it still runs.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.client.operation_request import NOTHING
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("crons.unknown_id", operations=("get_cron", "update_cron", "delete_cron"), tier=3, feature="crons")
def unknown_id(trial: Trial) -> None:
    body = {"enabled": False} if trial.operation.id == "update_cron" else NOTHING
    answer = trial.call(trial.operation.id, path={"cron_id": trial.new_id()}, body=body)
    expect.status(trial, answer, 404)
