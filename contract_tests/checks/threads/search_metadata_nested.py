"""Search by nested metadata looks for containment: an object may have more than is asked for."""

from contract_tests import demand
from contract_tests.population import populated
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.search.metadata_nested", operation="search_threads", tier=2)
def metadata_nested(trial: Trial) -> None:
    places = ({"city": "Rome", "zip": 1}, {"city": "Bonn", "zip": 1})
    threads = [trial.create_thread(metadata={"place": place}) for place in places]
    population = populated(trial, *(thread["thread_id"] for thread in threads))
    found = population.search(metadata={"place": {"city": "Bonn"}})
    demand.same(trial, found, population.numbers(found), [2])
