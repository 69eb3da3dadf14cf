"""Searching sorts by `updated_at`, ascending and descending.

Why: deep-agents-ui sends `sortBy: "updated_at"` and `sortOrder: "desc"` and does not sort the response. If
these are ignored, the latest conversations are on a page that no user opens.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/hooks/useThreads.ts#L77
"""

from contract_tests.actions.search_fixture import create_unsorted, expect_sorted
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import SEARCHING


@check("resources.search.sort_by_updated_at", operations=SEARCHING, tier=2)
def sort_by_updated_at(ctx: CheckContext) -> None:
    expect_sorted(create_unsorted(ctx), "updated_at")
