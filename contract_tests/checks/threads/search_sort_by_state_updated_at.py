"""Searching sorts by `state_updated_at`, ascending and descending.

Why: `updated_at` also changes when a title is edited; lists by last activity sort by `state_updated_at`.
Unsorted, active conversations drop out of the first page.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from contract_tests.actions.search_fixture import create_searchable, expect_sorted
from contract_tests.actions.threads import add_message, stateful_thread
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.search.sort_by_state_updated_at", operation="search_threads", tier=2)
def sort_by_state_updated_at(ctx: CheckContext) -> None:
    threads = [stateful_thread(ctx, messages=1) for _ in range(3)]
    population = create_searchable(ctx, *(thread["thread_id"] for thread in threads))
    for number in (2, 1, 3):
        add_message(ctx, population.ids[number - 1], "m2")
    population.touch(1, 3, 2)
    expect_sorted(population, "state_updated_at")
