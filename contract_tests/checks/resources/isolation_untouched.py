"""Requests from other owners never change a resource, regardless of the response.

Why: An error after the change protects nothing: a stranger could rename, rewrite or delete the resources of
others.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L179
"""

from contract_tests.actions.resources import resources
from contract_tests.actions.threads import human
from contract_tests.client.operation_request import NOTHING, Question
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

BODIES = {
    "update_thread": {"metadata": {"colour": "blue"}},
    "update_state": {"values": {"messages": [human("m1")]}, "as_node": "__start__"},
    "delete_thread": NOTHING,
    "update_assistant": {"metadata": {"colour": "blue"}},
    "set_latest_assistant_version": {"version": 1},
    "delete_assistant": NOTHING,
}


@rule("resources.isolation.untouched", operations=tuple(BODIES), tier=2, identities=2)
def untouched(trial: Trial) -> None:
    kind, body = resources(trial), BODIES[trial.operation.id]
    metadata = {"colour": "red", "graph_id": trial.graph}
    own = kind.create(metadata=metadata)[kind.key]
    foreign = kind.create(metadata=metadata, other=True)[kind.key]
    trial.need(trial.ask(trial.operation, Question(kind.path(own), body=body)))
    before = kind.read(foreign, other=True)
    asked = trial.ask(trial.operation, Question(kind.path(foreign), body=body))
    reading = trial.setting.contract.by_id[f"get_{kind.name}"]
    after = trial.ask(reading, Question(kind.path(foreign)), owner="other")
    trial.expect(
        after.ok and after.json == before.json,
        expected="the unchanged resource",
        received="changed",
        exchange=asked,
    )
