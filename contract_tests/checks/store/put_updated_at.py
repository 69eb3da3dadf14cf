"""Putting an item again advances its `updated_at`.

Why: Clients choose the newer of two memories by `updatedAt`. If it does not advance, they continue with the
old one.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/store/index.ts#L174
"""

from datetime import datetime

from contract_tests.actions.store import shelf
from contract_tests.findings.finding import NotTestable
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("store.put.updated_at", operation="put_item", tier=3, feature="store")
def updated_at(trial: Trial) -> None:
    own = shelf(trial)
    own.put("k")
    first = own.get("k")
    own.put("k", {"colour": "blue"})
    again = own.get("k")
    if first.json is None or again.json is None:
        raise NotTestable("an item that was put is not there", again)
    trial.expect(
        datetime.fromisoformat(again.json["updated_at"]) > datetime.fromisoformat(first.json["updated_at"]),
        expected="a later time than before",
        received="none",
        exchange=again,
        pointer="/updated_at",
    )
