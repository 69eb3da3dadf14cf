"""Patch merges at top level only: a nested object is replaced as a whole."""

from contract_tests import demand
from contract_tests.conversation import read_thread
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.patch.nested", operation="update_thread", tier=2)
def nested(trial: Trial) -> None:
    thread_id = trial.create_thread(metadata={"place": {"city": "Rome", "zip": 1}})["thread_id"]
    body = {"metadata": {"place": {"city": "Bonn"}}}
    trial.need(trial.call("update_thread", path={"thread_id": thread_id}, body=body))
    read = read_thread(trial, thread_id)
    demand.same(trial, read, read.json["metadata"].get("place"), {"city": "Bonn"}, "/metadata/place")
