"""Searching and counting with `metadata` includes only crons whose metadata contains it.

Why: Clients find the crons that they have created by metadata, so that they don't create them twice. If the
filter is ignored, or nothing is found, each start adds another nightly run.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("crons.search.metadata", operations=("search_crons", "count_crons"), tier=3, feature="crons")
def metadata(trial: Trial) -> None:
    crons.plan(trial, metadata={"colour": "red"})
    crons.plan(trial, metadata={"colour": "blue"})
    answer, count = crons.found(trial, metadata={"colour": "red", **trial.mark})
    expect.same(trial, answer, count, 1)
