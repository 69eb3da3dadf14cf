"""Searching and counting with `thread_id` includes only crons of that thread.

Why: A conversation shows its reminders by `thread_id`. If the filter is ignored, it shows those of other
conversations, and lets users delete them.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons
from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("crons.search.thread_id", operations=("search_crons", "count_crons"), tier=3, feature="crons")
def thread_id(trial: Trial) -> None:
    own = create_thread(trial)["thread_id"]
    crons.plan(trial, thread_id=own)
    crons.plan(trial)
    answer, count = crons.found(trial, thread_id=own, metadata=trial.mark)
    expect.same(trial, answer, count, 1)
