"""A cron is read as it was created."""

from contract_tests import crontab, demand
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("crons.created.stored", operations=("create_cron", "create_thread_cron"), tier=3, feature="crons")
def stored(trial: Trial) -> None:
    created = trial.need(crontab.put(trial, metadata={"shape": "round"}))
    read = trial.need(crontab.get(trial, created.json))
    demand.same(trial, read, read.json["metadata"].get("shape"), "round", "/metadata/shape")
    demand.same(trial, read, read.json["schedule"], crontab.YEARLY, "/schedule")
    for name in ("thread_id", "assistant_id", "next_run_date"):
        demand.alike(
            trial,
            read,
            read.json[name],
            created.json[name],
            what="what creating answered",
            pointer=f"/{name}",
        )
