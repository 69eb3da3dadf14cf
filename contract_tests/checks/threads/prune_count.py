"""Prune answers how many threads it pruned."""

from contract_tests import demand
from contract_tests.feature import offered
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.prune.count", operation="prune_threads", tier=3, feature="prune")
def count(trial: Trial) -> None:
    for number in (2, 3):
        existing = [trial.create_thread()["thread_id"] for _ in range(number)]
        pruned = offered(trial, trial.call("prune_threads", body={"thread_ids": existing}))
        demand.same(trial, pruned, pruned.json["pruned_count"], number, "/pruned_count")
