"""Search with `select` answers only the fields that it names."""

from contract_tests import demand
from contract_tests.population import populate
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.search.select", operation="search_threads", tier=2)
def select(trial: Trial) -> None:
    population = populate(trial, 1)
    for fields in (["thread_id"], ["metadata", "status"], ["created_at", "thread_id", "updated_at"]):
        found = population.search(select=fields)
        demand.same(trial, found, [sorted(thread) for thread in found.json], [fields])
