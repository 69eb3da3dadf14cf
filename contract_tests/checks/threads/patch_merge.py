"""Patch merges metadata: keys it does not name stay, the others are replaced or added."""

from contract_tests import demand
from contract_tests.conversation import read_thread
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.patch.merge", operation="update_thread", tier=1)
def merge(trial: Trial) -> None:
    thread_id = trial.create_thread(metadata={"kept": 1, "replaced": 1})["thread_id"]
    body = {"metadata": {"replaced": 2, "added": 3}}
    trial.need(trial.call("update_thread", path={"thread_id": thread_id}, body=body))
    read = read_thread(trial, thread_id)
    for name, value in {"kept": 1, "replaced": 2, "added": 3}.items():
        demand.same(trial, read, read.json["metadata"].get(name), value, f"/metadata/{name}")
