"""Searching sorts crons by `end_time`, even if some have none.

Why: `sort_by="end_time"` is in the SDK. Most crons have no end time: if one such cron makes the search fail,
the list breaks for everybody.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

EARLY, LATE = "2098-01-01T00:00:00Z", "2099-01-01T00:00:00Z"


@rule("crons.search.end_time", operation="search_crons", tier=3, feature="crons")
def end_time(trial: Trial) -> None:
    for end in ({"end_time": LATE}, {}, {"end_time": EARLY}):
        crons.plan(trial, **end)
    asked = {"sort_by": "end_time", "sort_order": "asc", "metadata": trial.mark}
    answer = trial.ask(trial.operation, Question(body=asked))
    expect.status(trial, answer, 200)
    years = [cron["end_time"][:4] for cron in answer.json if cron["end_time"]]
    expect.same(trial, answer, years, [EARLY[:4], LATE[:4]])
