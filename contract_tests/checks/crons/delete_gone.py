"""A deleted cron is gone: reading it is answered with 404."""

from contract_tests import crontab, demand
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("crons.delete.gone", operation="delete_cron", tier=3, feature="crons")
def gone(trial: Trial) -> None:
    cron = crontab.plan(trial)
    trial.need(crontab.get(trial, cron))
    trial.need(trial.call("delete_cron", path={"cron_id": cron["cron_id"]}))
    demand.status(trial, crontab.get(trial, cron), 404)
