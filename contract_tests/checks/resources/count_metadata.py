"""Counting applies the `metadata` filter, including nested objects.

Why: Lists show how many threads or assistants match a filter, and pagers depend on this number. If count
ignores metadata, both are wrong, and the number reveals how many resources others have.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L378
"""

from contract_tests.actions.search_fixture import create_each_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import COUNTING


@check("resources.count.metadata", operations=COUNTING, tier=2)
def metadata(ctx: CheckContext) -> None:
    places = [{"city": city, "zip": 1} for city in ("Rome", "Bonn", "Rome")]
    population = create_each_searchable(ctx, *({"metadata": {"place": place}} for place in places))
    for city, count in {"Rome": 2, "Bonn": 1, "Oslo": 0}.items():
        counted = population.count(metadata={"place": {"city": city}})
        expect.equal(ctx, counted, counted.json, count)
