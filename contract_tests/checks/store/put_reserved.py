"""Nothing can be put in the empty namespace, nor below the root label `langgraph`: 400."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.shelf import shelf
from contract_tests.trial import Trial


@rule("store.put.reserved", operation="put_item", tier=3, feature="store")
def reserved(trial: Trial) -> None:
    shelf(trial).put("k")
    for namespace in ([], ["langgraph"]):
        body = {"namespace": namespace, "key": trial.new_id(), "value": {}}
        demand.status(trial, trial.call("put_item", body=body), 400)
