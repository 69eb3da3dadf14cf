"""What is put in the place of an item replaces its value as a whole."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.shelf import shelf
from contract_tests.trial import Trial


@rule("store.put.replaces", operation="put_item", tier=3, feature="store")
def replaces(trial: Trial) -> None:
    own = shelf(trial)
    own.put("k", {"colour": "red", "size": 1})
    own.put("k", {"colour": "blue"})
    read = own.get("k")
    demand.same(trial, read, read.json and read.json["value"], {"colour": "blue"}, "/value")
