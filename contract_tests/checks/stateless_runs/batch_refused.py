"""A batch with a run that can't be is refused as a whole: 404 for an unknown assistant."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.running import LATER, asking
from contract_tests.trial import Trial


@rule("stateless_runs.batch.refused", operation="create_runs_batch", tier=3)
def batch_refused(trial: Trial) -> None:
    good = asking(trial, after_seconds=LATER)
    trial.need(trial.call("create_runs_batch", body=[good]))
    bad = {**good, "assistant_id": trial.new_id()}
    demand.status(trial, trial.call("create_runs_batch", body=[bad]), 404)
