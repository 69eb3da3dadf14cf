"""The crons on a thread go when the thread is deleted."""

from contract_tests import crontab, demand
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("crons.gone_with_thread", operation="create_thread_cron", tier=3, feature="crons")
def gone_with_thread(trial: Trial) -> None:
    path = {"thread_id": trial.create_thread()["thread_id"]}
    cron = crontab.plan(trial, **path)
    trial.need(crontab.get(trial, cron))
    trial.need(trial.call("delete_thread", path=path))
    demand.status(trial, crontab.get(trial, cron), 404)
