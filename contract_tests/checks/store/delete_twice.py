"""Deleting what is not there succeeds."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.shelf import shelf
from contract_tests.trial import Trial


@rule("store.delete.twice", operation="delete_item", tier=3, feature="store")
def twice(trial: Trial) -> None:
    own = shelf(trial)
    own.put("k")
    own.delete("k")
    body = {"namespace": [own.root], "key": "k"}
    demand.status(trial, trial.call("delete_item", body=body), 204)
