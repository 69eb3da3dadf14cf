"""Putting an item again advances its `updated_at`.

Why: Clients choose the newer of two memories by `updatedAt`. If it does not advance, they continue with the
old one.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/store/index.ts#L174
"""

from datetime import datetime

from contract_tests.actions.store import store_namespace
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.put.updated_at", operation="put_item", tier=3, feature="store")
def updated_at(ctx: CheckContext) -> None:
    own = store_namespace(ctx)
    own.put("k")
    first = own.get("k")
    own.put("k", {"colour": "blue"})
    again = own.get("k")
    if first.json is None or again.json is None:
        raise Blocked("an item that was put is not there", again)
    before, after = (datetime.fromisoformat(each.json["updated_at"]) for each in (first, again))
    ctx.expect(
        after > before,
        expected="a later time than before",
        received=expect.not_later(after, before),
        exchange=again,
        pointer="/updated_at",
    )
