"""Searching with `select` returns only the named fields.

Why: Sidebars request a few fields with `select`, since the values of a thread contain the whole
conversation. If it is ignored, a list of a hundred threads loads a hundred conversations.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.actions.search_fixture import add_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import SEARCHING


@check("resources.search.select", operations=SEARCHING, tier=2)
def select(ctx: CheckContext) -> None:
    population, key = add_searchable(ctx, 1), resource_kind(ctx).key
    for fields in ([key], ["created_at", "metadata"], [key, "created_at", "updated_at"]):
        response = population.search(select=fields)
        expect.equal(ctx, response, [sorted(each) for each in response.json], [sorted(fields)])
