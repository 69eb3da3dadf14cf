"""Search sorts by id in both directions.

Why: The order by id is the only one that is stable while a program reads page after page. Without it, an
export misses resources that change their position during the export.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from operator import getitem

from contract_tests.actions.resources import resources
from contract_tests.actions.search import demand_sorted, shuffled
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import SEARCHING


@rule("resources.search.sort_by_id", operations=SEARCHING, tier=2)
def sort_by_id(trial: Trial) -> None:
    demand_sorted(shuffled(trial), resources(trial).key, getitem)
