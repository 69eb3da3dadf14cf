"""An item exists for its time to live, and no longer.

Expiry counts as not offered if the server removes expired items only occasionally.

Why: Short-lived data, such as codes and drafts, is put with a time to live. If it stays, an agent acts on
outdated data; if it disappears early, work is lost.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L35
"""

from functools import partial

from contract_tests.actions.store import keys, store_namespace
from contract_tests.findings.finding import NotOffered
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually

LONG_TTL_MINUTES, SHORT_TTL_MINUTES = 60, 0.003
"""Times to live in minutes."""

PATIENCE = 2.0
"""Seconds that a server may take to remove expired items."""


@check("store.put.ttl", operation="put_item", tier=3, feature="store")
def ttl(ctx: CheckContext) -> None:
    own = store_namespace(ctx)
    own.put("long", ttl=LONG_TTL_MINUTES)
    own.put("short", ttl=SHORT_TTL_MINUTES)
    looking = partial(own.search, refresh_ttl=False)
    short = eventually(ctx, looking, lambda response: keys(response) == ["long"], PATIENCE)
    response = own.get("long")
    ctx.expect(response.json is not None, expected="the item", received="null", exchange=response)
    if "short" in keys(short):
        raise NotOffered("the target does not remove expired threads in time", short)
