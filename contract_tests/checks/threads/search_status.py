"""Searching with `status` finds the threads with that status, and no others.

Why: agent-inbox and deep-agents-ui fill their lists by status: "interrupted" is the list of threads that wait
for a human. If the filter is ignored, finished threads appear as open questions.
https://github.com/langchain-ai/agent-inbox/blob/f38301b9d0be/src/components/agent-inbox/contexts/ThreadContext.tsx#L201
"""

from contract_tests.actions.search_fixture import add_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.search.status", operation="search_threads", tier=2)
def status(ctx: CheckContext) -> None:
    population = add_searchable(ctx, 2)
    all_idle = {"idle": [1, 2], "busy": [], "interrupted": [], "error": []}
    for status, numbers in all_idle.items():
        found = population.search(status=status)
        expect.numbered(ctx, found, sorted(population.numbers(found)), numbers, population.kind.name)
