"""Searching and counting with `metadata` includes only crons whose metadata contains it.

Why: Clients find the crons that they have created by metadata, so that they don't create them twice. If the
filter is ignored, or nothing is found, each start adds another nightly run.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons as crontab
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("crons.search.metadata", operations=("search_crons", "count_crons"), tier=3, feature="crons")
def metadata(trial: Trial) -> None:
    crontab.plan(trial, metadata={"colour": "red"})
    crontab.plan(trial, metadata={"colour": "blue"})
    answer, count = crontab.found(trial, metadata={"colour": "red", **trial.mark})
    demand.same(trial, answer, count, 1)
