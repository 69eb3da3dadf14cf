"""Searching sorts by `created_at`, ascending and descending.

Why: Tables let users sort by creation time, with `sort_by` and `sort_order` of the SDKs. If both directions
return the same order, or no order at all, the first page is wrong.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from contract_tests.actions.search_fixture import create_unsorted, expect_sorted
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import SEARCHING


@check("resources.search.sort_by_created_at", operations=SEARCHING, tier=2)
def sort_by_created_at(ctx: CheckContext) -> None:
    expect_sorted(create_unsorted(ctx), "created_at")
