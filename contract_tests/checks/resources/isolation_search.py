"""Searching does not find resources of other owners.

Why: The sidebar of agent-chat-ui searches by graph alone and relies on the server to return only the user's
own threads. Otherwise everybody reads everybody's conversations.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/providers/Thread.tsx#L61
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.actions.search_fixture import add_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import SEARCHING


@check("resources.isolation.search", operations=SEARCHING, tier=2, identities=2)
def search(ctx: CheckContext) -> None:
    own = add_searchable(ctx, 1)
    resource_kind(ctx).create(other=True)
    seen = ctx.call(ctx.operation.id, body={"metadata": ctx.mark}, other=True)
    numbers = own.numbers(ctx.need(seen))
    ctx.expect(
        numbers == [0],
        expected=f"the one {own.kind.name} of the second owner",
        received=f"{numbers.count(0)} of its own, and {numbers.count(1)} of the first owner",
        exchange=seen,
    )
    found = own.search()
    expect.numbered(ctx, found, own.numbers(found), [1], own.kind.name)
