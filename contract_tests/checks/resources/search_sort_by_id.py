"""Searching sorts by id, ascending and descending.

Why: The order by id is the only one that is stable while a program reads page after page. Without it, an
export misses resources that change their position during the export.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from operator import getitem

from contract_tests.actions.resources import resource_kind
from contract_tests.actions.search_fixture import create_unsorted, expect_sorted
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import SEARCHING


@check("resources.search.sort_by_id", operations=SEARCHING, tier=2)
def sort_by_id(ctx: CheckContext) -> None:
    expect_sorted(create_unsorted(ctx), resource_kind(ctx).key, getitem)
