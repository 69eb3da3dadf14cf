"""New metadata is merged into what a cron has."""

from contract_tests import crontab, demand
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("crons.update.metadata", operation="update_cron", tier=3, feature="crons")
def metadata(trial: Trial) -> None:
    cron = crontab.plan(trial, metadata={"colour": "red", "size": 1})
    changed = trial.need(crontab.change(trial, cron, metadata={"size": 2}))
    kept = {name: changed.json["metadata"].get(name) for name in ("colour", "size")}
    demand.same(trial, changed, kept, {"colour": "red", "size": 2}, "/metadata")
