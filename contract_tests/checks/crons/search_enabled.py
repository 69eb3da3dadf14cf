"""Searching with `enabled` finds only enabled crons, or only disabled ones.

Why: Lists show which crons are active and which are paused. If the filter is ignored, a paused cron looks
active.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("crons.search.enabled", operation="search_crons", tier=3, feature="crons")
def enabled(trial: Trial) -> None:
    crons.plan(trial)
    crons.plan(trial, enabled=True)
    for wanted in (True, False):
        answer = trial.need(trial.call("search_crons", body={"enabled": wanted, "metadata": trial.mark}))
        expect.same(trial, answer, [cron["enabled"] for cron in answer.json], [wanted])
