"""A change that names nothing is refused with 400."""

from contract_tests import crontab, demand
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("crons.update.nothing", operation="update_cron", tier=3, feature="crons")
def nothing(trial: Trial) -> None:
    demand.status(trial, crontab.change(trial, crontab.plan(trial)), 400)
