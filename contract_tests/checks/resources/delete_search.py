"""Searching and counting leave out deleted resources.

Why: Sidebars reload their list after a deletion. A thread that search still finds reappears there and ends
in an error when it is opened.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/history/index.tsx#L18
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.actions.search_fixture import add_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import DELETING


@check("resources.delete.search", operations=DELETING, tier=2)
def search(ctx: CheckContext) -> None:
    population = add_searchable(ctx, 2)
    resource_kind(ctx).delete(population.ids[0])
    found = population.search()
    expect.numbered(ctx, found, population.numbers(found), [2], population.kind.name)
    counted = population.count()
    expect.equal(ctx, counted, counted.json, 1)
