"""Count honours the metadata filter, nested objects too."""

from contract_tests import demand
from contract_tests.population import populated
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.count.metadata", operation="count_threads", tier=2)
def metadata(trial: Trial) -> None:
    places = ("Rome", "Bonn", "Rome")
    threads = [trial.create_thread(metadata={"place": {"city": city, "zip": 1}}) for city in places]
    population = populated(trial, *(thread["thread_id"] for thread in threads))
    for city, count in {"Rome": 2, "Bonn": 1, "Oslo": 0}.items():
        counted = population.count(metadata={"place": {"city": city}})
        demand.same(trial, counted, counted.json, count)
