"""Another owner's cron is answered with 404."""

from contract_tests import crontab, demand
from contract_tests.question import NOTHING
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule(
    "crons.isolation",
    operations=("get_cron", "update_cron", "delete_cron"),
    tier=3,
    feature="crons",
    identities=2,
)
def isolation(trial: Trial) -> None:
    cron = crontab.plan(trial)
    trial.need(crontab.get(trial, cron))
    body = {"metadata": {"colour": "red"}} if trial.operation.id == "update_cron" else NOTHING
    path = {"cron_id": cron["cron_id"]}
    demand.status(trial, trial.call(trial.operation.id, path=path, body=body, other=True), 404)
