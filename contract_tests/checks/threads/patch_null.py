"""Patch stores null as a value: it neither removes the key nor leaves the old value."""

from contract_tests import demand
from contract_tests.conversation import read_thread
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.patch.null", operation="update_thread", tier=2)
def null(trial: Trial) -> None:
    thread_id = trial.create_thread(metadata={"colour": "red"})["thread_id"]
    body = {"metadata": {"colour": None}}
    trial.need(trial.call("update_thread", path={"thread_id": thread_id}, body=body))
    read = read_thread(trial, thread_id)
    demand.same(trial, read, read.json["metadata"].get("colour", "no such key"), None, "/metadata/colour")
