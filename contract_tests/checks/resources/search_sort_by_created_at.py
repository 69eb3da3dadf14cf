"""Search sorts by `created_at`, up and down."""

from contract_tests.operation_groups import SEARCHING
from contract_tests.population import demand_sorted, shuffled
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("resources.search.sort_by_created_at", operations=SEARCHING, tier=2)
def sort_by_created_at(trial: Trial) -> None:
    demand_sorted(shuffled(trial), "created_at")
