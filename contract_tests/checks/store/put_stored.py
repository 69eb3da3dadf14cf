"""Put stores an item with its namespace, its key and its value.

Why: The stored value is the agent's memory. If it comes back changed, or under another key, the agent
remembers something else.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L35
"""

from contract_tests.actions.store import shelf
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

VALUE = {"text": "ä", "number": 1.5, "list": [1, None], "nested": {"true": True}}


@rule("store.put.stored", operation="put_item", tier=3, feature="store")
def stored(trial: Trial) -> None:
    own = shelf(trial)
    own.put("k", VALUE, "below")
    read = own.get("k", "below")
    wanted = {"namespace": [own.root, "below"], "key": "k", "value": VALUE}
    item = read.json or {}
    expect.same(trial, read, {name: item.get(name) for name in wanted}, wanted)
