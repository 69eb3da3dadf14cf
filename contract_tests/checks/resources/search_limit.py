"""Searching returns at most `limit` resources.

Why: agent-inbox offers "next" if it receives exactly as many threads as it requested. If more or fewer
arrive, the button is missing or leads nowhere.
https://github.com/langchain-ai/agent-inbox/blob/f38301b9d0be/src/components/agent-inbox/contexts/ThreadContext.tsx#L299
"""

from contract_tests.actions.search_fixture import add_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import SEARCHING


@check("resources.search.limit", operations=SEARCHING, tier=2)
def limit(ctx: CheckContext) -> None:
    population = add_searchable(ctx, 3)
    for most in (1, 2, 3):
        response = population.search(limit=most)
        expect.equal(ctx, response, f"{len(response.json)} found", f"{most} found")
