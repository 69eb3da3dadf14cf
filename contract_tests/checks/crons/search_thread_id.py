"""Searching and counting with `thread_id` includes only crons of that thread.

Why: A conversation shows its reminders by `thread_id`. If the filter is ignored, it shows those of other
conversations, and lets users delete them.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons as crontab
from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("crons.search.thread_id", operations=("search_crons", "count_crons"), tier=3, feature="crons")
def thread_id(trial: Trial) -> None:
    own = create_thread(trial)["thread_id"]
    crontab.plan(trial, thread_id=own)
    crontab.plan(trial)
    answer, count = crontab.found(trial, thread_id=own, metadata=trial.mark)
    demand.same(trial, answer, count, 1)
