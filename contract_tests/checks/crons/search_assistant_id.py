"""Searching and counting with `assistant_id` includes only crons of that assistant.

Why: An assistant's page lists its schedules. If the filter is ignored, it shows those of other assistants,
and lets users delete them.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons
from contract_tests.actions.resources import create_assistant
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("crons.search.assistant_id", operations=("search_crons", "count_crons"), tier=3, feature="crons")
def assistant_id(trial: Trial) -> None:
    own = create_assistant(trial)["assistant_id"]
    crons.plan(trial, assistant_id=own)
    crons.plan(trial)
    answer, count = crons.found(trial, assistant_id=own, metadata=trial.mark)
    expect.same(trial, answer, count, 1)
