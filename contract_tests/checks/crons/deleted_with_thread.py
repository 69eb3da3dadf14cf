"""Deleting a thread deletes its crons.

Why: A cron whose thread is gone fails every time, or creates the deleted thread again. Its owner has no page
left to switch it off.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L62
"""

from contract_tests.actions import crons
from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("crons.deleted_with_thread", operation="create_thread_cron", tier=3, feature="crons")
def deleted_with_thread(trial: Trial) -> None:
    path = {"thread_id": create_thread(trial)["thread_id"]}
    cron = crons.plan(trial, **path)
    trial.need(crons.get(trial, cron))
    trial.need(trial.call("delete_thread", path=path))
    expect.status(trial, crons.get(trial, cron), 404)
