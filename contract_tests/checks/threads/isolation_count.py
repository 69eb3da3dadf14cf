"""Count does not see another owner's threads."""

from contract_tests import demand
from contract_tests.population import populate
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.isolation.count", operation="count_threads", tier=2, identities=2)
def count(trial: Trial) -> None:
    for _ in range(2):
        trial.create_thread(other=True)
    counted = populate(trial, 1).count()
    demand.same(trial, counted, counted.json, 1)
