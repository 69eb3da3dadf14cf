"""A change that names nothing is refused with 400.

Why: An update that names nothing is a mistake of the client. The SDK sends it if it is told nothing, and a
server that takes it changes nothing, which breaks nobody.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L326
"""

from contract_tests.actions import crons as crontab
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("crons.update.nothing", operation="update_cron", tier=3, level="should", feature="crons")
def nothing(trial: Trial) -> None:
    demand.status(trial, crontab.change(trial, crontab.plan(trial)), 400)
