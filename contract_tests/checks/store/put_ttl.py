"""An item exists for its time to live, and no longer.

Expiry counts as not offered if the server removes expired items only occasionally.

Why: Short-lived data, such as codes and drafts, is put with a time to live. If it stays, an agent acts on
outdated data; if it disappears early, work is lost.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L35
"""

from functools import partial

from contract_tests.actions.store import keys, shelf
from contract_tests.findings.finding import NotOffered
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

LONG, SHORT = 60, 0.003
"""Times to live in minutes."""

PATIENCE = 2.0
"""Seconds that a server may take to remove expired items."""


@rule("store.put.ttl", operation="put_item", tier=3, feature="store")
def ttl(trial: Trial) -> None:
    own = shelf(trial)
    own.put("long", ttl=LONG)
    own.put("short", ttl=SHORT)
    looking = partial(own.search, refresh_ttl=False)
    short = eventually(trial, looking, lambda found: keys(found) == ["long"], PATIENCE)
    found = own.get("long")
    trial.expect(found.json is not None, expected="the item", received="null", exchange=found)
    if "short" in keys(short):
        raise NotOffered("the target does not remove expired threads in time", short)
