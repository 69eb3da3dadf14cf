"""Search by `ids` does not see another owner's threads."""

from contract_tests import demand
from contract_tests.population import populate
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.isolation.search", operation="search_threads", tier=2, identities=2)
def search(trial: Trial) -> None:
    foreign = trial.create_thread(other=True)["thread_id"]
    seen = trial.call("search_threads", body={"ids": [foreign]}, other=True)
    demand.same(trial, trial.need(seen), len(seen.json), 1)
    own = populate(trial, 1)
    found = own.search(ids=[foreign, *own.ids])
    demand.same(trial, found, own.numbers(found), [1])
