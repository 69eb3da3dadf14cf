"""Searching skips the first `offset` resources; an offset beyond the last one returns an empty list.

Why: deep-agents-ui loads pages by `offset` until one is empty. If the offset is ignored, each further page
repeats the first one.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/hooks/useThreads.ts#L77
"""

from contract_tests.actions.search_fixture import add_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import SEARCHING


@check("resources.search.offset", operations=SEARCHING, tier=2)
def offset(ctx: CheckContext) -> None:
    population = add_searchable(ctx, 3)
    all_numbers = population.numbers(ctx.need(population.search()))
    for left_out in (1, 2, 3, 100):
        found = population.search(offset=left_out)
        expect.numbered(ctx, found, population.numbers(found), all_numbers[left_out:], population.kind.name)
