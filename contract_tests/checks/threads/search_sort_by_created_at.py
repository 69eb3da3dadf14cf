"""Search sorts by `created_at`, up and down."""

from contract_tests.population import demand_sorted, shuffled
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.search.sort_by_created_at", operation="search_threads", tier=2)
def sort_by_created_at(trial: Trial) -> None:
    demand_sorted(shuffled(trial), "created_at")
