"""Counting leaves out resources of other owners.

Why: A count that includes others' threads reveals how busy they are and makes the pager offer empty pages.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L378
"""

from contract_tests.actions.search_fixture import add_searchable
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import COUNTING


@check("resources.isolation.count", operations=COUNTING, tier=2, identities=2)
def count(ctx: CheckContext) -> None:
    own = add_searchable(ctx, 1)
    before = own.count()
    if before.json != 1:
        raise Blocked("a count by metadata does not count what the search finds", before)
    for _ in range(2):
        own.kind.create(other=True)
    counted = own.count()
    expect.equal(ctx, counted, counted.json, 1)
