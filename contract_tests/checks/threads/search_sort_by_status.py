"""Searching sorts by `status`, ascending and descending: threads with the same status are adjacent.

Why: Lists that show urgent threads first sort by `status`, which the SDKs offer. Unsorted, a waiting thread
hides on a later page.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from itertools import groupby

from contract_tests.actions.resources import create_thread
from contract_tests.actions.search_fixture import create_searchable
from contract_tests.actions.threads import stateful_thread
from contract_tests.findings.finding import Blocked
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.search.sort_by_status", operation="search_threads", tier=2)
def sort_by_status(ctx: CheckContext) -> None:
    """Sort threads of two statuses: interrupted after an update that leaves a next node, otherwise idle."""
    threads = [stateful_thread(ctx, messages=1) if number % 2 else create_thread(ctx) for number in range(4)]
    population = create_searchable(ctx, *(thread["thread_id"] for thread in threads))
    orders = {}
    for order in ("asc", "desc"):
        response = population.search(sort_by="status", sort_order=order)
        statuses = [str(thread.get("status")) for thread in response.json]
        if len(set(statuses)) == 1:
            raise Blocked("all threads have the same status", response)
        orders[order] = [status for status, _ in groupby(statuses)]
        ctx.expect(
            len(orders[order]) == len(set(statuses)),
            expected="threads by status",
            received=", ".join(statuses),
            exchange=response,
            pointer=order,
        )
    ctx.expect(
        orders["desc"] == orders["asc"][::-1],
        expected=f"the statuses {', '.join(orders['asc'][::-1])}",
        received=", ".join(orders["desc"]),
        exchange=response,
        pointer="desc",
    )
