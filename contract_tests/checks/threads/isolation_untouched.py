"""What a stranger sends changes nothing of another owner's thread, whatever it answers."""

from contract_tests.conversation import human
from contract_tests.question import NOTHING, Question
from contract_tests.rule import rule
from contract_tests.trial import Trial

BODIES = {
    "update_thread": {"metadata": {"colour": "blue"}},
    "update_state": {"values": {"messages": [human("m1")]}, "as_node": "__start__"},
    "delete_thread": NOTHING,
}


@rule("threads.isolation.untouched", operations=tuple(BODIES), tier=2, identities=2)
def untouched(trial: Trial) -> None:
    metadata = {"colour": "red", "graph_id": trial.graph}
    own = trial.create_thread(metadata=metadata)["thread_id"]
    foreign = trial.create_thread(metadata=metadata, other=True)["thread_id"]
    body = BODIES[trial.operation.id]
    trial.need(trial.ask(trial.operation, Question({"thread_id": own}, body=body)))
    get_thread, path = trial.setting.contract.by_id["get_thread"], {"thread_id": foreign}
    before = trial.need(trial.ask(get_thread, Question(path), owner="other"))
    asked = trial.ask(trial.operation, Question(path, body=body))
    after = trial.ask(get_thread, Question(path), owner="other")
    trial.expect(
        after.json == before.json, expected="the thread as it was", received="changed", exchange=asked
    )
