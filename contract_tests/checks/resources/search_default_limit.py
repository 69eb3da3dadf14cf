"""Searching without `limit` returns at most 10 resources.

Why: Both SDKs always send a limit, so only hand-written clients see the default. Without a default, they
receive everything in one response.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from contract_tests.actions.search_fixture import add_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import SEARCHING

DEFAULT = 10


@check("resources.search.default_limit", operations=SEARCHING, tier=2, level="should")
def default_limit(ctx: CheckContext) -> None:
    population = add_searchable(ctx, DEFAULT + 1)
    response = population.search()
    expect.equal(ctx, response, f"{len(response.json)} found", f"{DEFAULT} found")
