"""An owner sees neither the items nor the namespaces of another owner.

Why: Memories are the most private data that an agent keeps. Namespaces such as `["memories", "alice"]` can
be guessed by anybody.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L180
"""

from typing import Any

from contract_tests.actions.store import StoreNamespace, store_namespace
from contract_tests.client.exchange import Exchange
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

ITEMS = {"search_items": "items", "list_namespaces": "namespaces"}
"""Response field with the results, by operation."""


@check(
    "store.isolation.hidden",
    operations=("get_item", "search_items", "list_namespaces"),
    tier=3,
    feature="store",
    identities=2,
)
def hidden(ctx: CheckContext) -> None:
    own = store_namespace(ctx)
    empty, before = _look(own, ctx.operation.id, other=True)
    if before:
        raise Blocked("items of other namespaces are found, too", empty)
    own.put("k")
    own_response, own_items = _look(own, ctx.operation.id)
    if not own_items:
        raise Blocked("an owner does not see its own item", own_response)
    foreign, seen = _look(own, ctx.operation.id, other=True)
    expect.equal(ctx, foreign, bool(seen), False)


def _look(own: StoreNamespace, operation_id: str, **whose: bool) -> tuple[Exchange, Any]:
    """Return the exchange and the part of its response that reveals the item."""
    if operation_id == "get_item":
        read = own.get("k", **whose)
        return read, read.ok and read.json
    response = own.search(**whose) if operation_id == "search_items" else own.namespaces(**whose)
    return response, response.ok and response.json[ITEMS[operation_id]]
