"""Searching returns the latest first: threads by their last update, assistants by their creation.

Why: agent-chat-ui shows threads in the order of the response. In any other order, this morning's
conversation is somewhere in the middle.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/history/index.tsx#L18
"""

from contract_tests.actions.search_fixture import LATEST_FIRST, create_unsorted
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import SEARCHING


@check("resources.search.default_order", operations=SEARCHING, tier=2)
def default_order(ctx: CheckContext) -> None:
    population = create_unsorted(ctx)
    found = population.search()
    expect.numbered(
        ctx, found, population.numbers(found), LATEST_FIRST[ctx.operation.id], population.kind.name
    )
