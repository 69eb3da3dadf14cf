"""Patch merges at top level only: a nested object is replaced as a whole."""

from contract_tests import demand
from contract_tests.operation_groups import PATCHING
from contract_tests.resource import resources
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("resources.patch.nested", operations=PATCHING, tier=2)
def nested(trial: Trial) -> None:
    kind = resources(trial)
    own = kind.create(metadata={"place": {"city": "Rome", "zip": 1}})[kind.key]
    kind.patch(own, metadata={"place": {"city": "Bonn"}})
    read = kind.read(own)
    demand.same(trial, read, read.json["metadata"].get("place"), {"city": "Bonn"}, "/metadata/place")
