"""Patch stores null as a value: it neither removes the key nor leaves the old value."""

from contract_tests import demand
from contract_tests.operation_groups import PATCHING
from contract_tests.resource import resources
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("resources.patch.null", operations=PATCHING, tier=2)
def null(trial: Trial) -> None:
    kind = resources(trial)
    own = kind.create(metadata={"colour": "red"})[kind.key]
    kind.patch(own, metadata={"colour": None})
    read = kind.read(own)
    demand.same(trial, read, read.json["metadata"].get("colour", "no such key"), None, "/metadata/colour")
