"""An id that is no UUID breaks the contract: 422 by every operation.

Copy may say 400, as the reference server does.
"""

from dataclasses import replace

from contract_tests import demand
from contract_tests.feature import offered
from contract_tests.operation_groups import NAMING_A_RESOURCE
from contract_tests.provision import plain
from contract_tests.resource import resources
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("resources.malformed_id", operations=NAMING_A_RESOURCE, tier=1)
def malformed_id(trial: Trial) -> None:
    known = plain(trial.operation, trial)
    offered(trial, trial.ask(trial.operation, known))
    malformed = replace(known, path={**known.path, resources(trial).key: "not-a-uuid"})
    refusals = (422, 400) if trial.operation.id == "copy_thread" else (422,)
    demand.status(trial, trial.ask(trial.operation, malformed, valid=False), *refusals)
