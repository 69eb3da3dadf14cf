"""`enabled` finds only crons that make runs, or only those that don't."""

from contract_tests import crontab, demand
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("crons.search.enabled", operation="search_crons", tier=3, feature="crons")
def enabled(trial: Trial) -> None:
    crontab.plan(trial)
    crontab.plan(trial, enabled=True)
    for wanted in (True, False):
        answer = trial.need(trial.call("search_crons", body={"enabled": wanted, "metadata": trial.mark}))
        demand.same(trial, answer, [cron["enabled"] for cron in answer.json], [wanted])
