"""Searching with `values` finds the threads whose latest values contain them, and no others.

Why: `threads.search({values})` finds the thread about one customer or ticket. If the filter is ignored, the
client continues another person's conversation.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/threads/index.ts#L217
"""

from contract_tests.actions.search_fixture import create_threads_with_runs
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.search.values", operation="search_threads", tier=2)
def values(ctx: CheckContext) -> None:
    population, messages = create_threads_with_runs(ctx, "m1", "m2")
    for number, message in enumerate(messages, 1):
        found = population.search(values={"messages": message})
        expect.numbered(ctx, found, population.numbers(found), [number], population.kind.name)
