"""With `if_not_exists: reject`, and without it, a run on an unknown thread is refused: 404."""

from contract_tests import demand
from contract_tests.operation_groups import STARTING_ON_A_THREAD
from contract_tests.rule import rule
from contract_tests.running import start
from contract_tests.trial import Trial


@rule("runs.if_not_exists.reject", operations=STARTING_ON_A_THREAD, tier=1)
def if_not_exists_reject(trial: Trial) -> None:
    trial.need(start(trial, trial.create_thread()["thread_id"]))
    for asked in ({"if_not_exists": "reject"}, {}):
        refused = start(trial, trial.new_id(), trial.operation.id, **asked)
        demand.status(trial, refused, 404)
