"""Putting an item stores its namespace, its key and its value, which may be any JSON object.

Why: The stored value is the agent's memory. If it comes back changed, or under another key, the agent
remembers something else.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L35
"""

from contract_tests.actions.json_values import expect_kept
from contract_tests.actions.store import store_namespace
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.put.stored", operation="put_item", tier=3, feature="store")
def stored(ctx: CheckContext) -> None:
    def keep(value: dict[str, Json]) -> tuple[Exchange, Json]:
        own = store_namespace(ctx)
        own.put("k", value, "below")
        read = own.get("k", "below")
        item = read.json or {}
        expect.equal(ctx, read, [item.get("namespace"), item.get("key")], [[own.root, "below"], "k"])
        return read, item.get("value")

    expect_kept(ctx, keep, "/value")
