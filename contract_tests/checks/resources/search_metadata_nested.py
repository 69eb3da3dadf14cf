"""Searching by nested `metadata` matches by containment: a stored object may have further keys.

Why: Clients keep objects in metadata, such as `{"user": {"id": ..., "name": ...}}`, and search for a part
of them. If the whole object has to be equal, nothing is found.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from contract_tests.actions.search_fixture import create_each_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import SEARCHING


@check("resources.search.metadata_nested", operations=SEARCHING, tier=2)
def metadata_nested(ctx: CheckContext) -> None:
    places = ({"city": "Rome", "zip": 1}, {"city": "Bonn", "zip": 1})
    population = create_each_searchable(ctx, *({"metadata": {"place": place}} for place in places))
    found = population.search(metadata={"place": {"city": "Bonn"}})
    expect.numbered(ctx, found, population.numbers(found), [2], population.kind.name)
