"""Search by metadata finds the threads whose metadata contains what is asked for, and no others."""

from contract_tests import demand
from contract_tests.population import populated
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.search.metadata", operation="search_threads", tier=2)
def metadata(trial: Trial) -> None:
    threads = [trial.create_thread(metadata={"colour": colour}) for colour in ("red", "blue", "red")]
    population = populated(trial, *(thread["thread_id"] for thread in threads))
    for colour, numbers in {"red": [1, 3], "blue": [2], "green": []}.items():
        found = population.search(metadata={"colour": colour})
        demand.same(trial, found, sorted(population.numbers(found)), numbers)
