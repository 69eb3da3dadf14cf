"""An item that is put again keeps its `created_at`.

Why: Pages that show the age of a memory read `createdAt`. The in-memory reference server resets it, so
clients cannot rely on it.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/store/index.ts#L174
"""

from typing import Any

from contract_tests.actions.store import StoreNamespace, store_namespace
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.put.created_at", operation="put_item", tier=3, level="should", feature="store")
def created_at(ctx: CheckContext) -> None:
    own = store_namespace(ctx)
    own.put("k")
    first = _item(own)
    own.put("k", {"colour": "blue"})
    again = own.get("k")
    created = (again.json or {}).get("created_at")
    expect.same_as(
        ctx, again, created, first["created_at"], what="the time of the first put", pointer="/created_at"
    )


def _item(own: StoreNamespace) -> Any:
    read = own.get("k")
    if read.json is None:
        raise Blocked("an item that was put is not there", read)
    return read.json
