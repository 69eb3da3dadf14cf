"""Patch merges metadata: keys it does not name stay, the others are replaced or added."""

from contract_tests import demand
from contract_tests.operation_groups import PATCHING
from contract_tests.resource import resources
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("resources.patch.merge", operations=PATCHING, tier=2)
def merge(trial: Trial) -> None:
    kind = resources(trial)
    own = kind.create(metadata={"kept": 1, "replaced": 1})[kind.key]
    kind.patch(own, metadata={"replaced": 2, "added": 3})
    read = kind.read(own)
    for name, value in {"kept": 1, "replaced": 2, "added": 3}.items():
        demand.same(trial, read, read.json["metadata"].get(name), value, f"/metadata/{name}")
