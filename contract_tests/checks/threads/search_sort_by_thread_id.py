"""Search sorts by `thread_id`, up and down."""

from operator import getitem

from contract_tests.population import demand_sorted, shuffled
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.search.sort_by_thread_id", operation="search_threads", tier=2)
def sort_by_thread_id(trial: Trial) -> None:
    demand_sorted(shuffled(trial), "thread_id", getitem)
