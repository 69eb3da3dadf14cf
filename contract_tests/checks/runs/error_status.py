"""A run whose graph fails has the status `error`."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.running import finish, read_run
from contract_tests.trial import Trial


@rule("runs.error.status", operation="create_thread_run", tier=1)
def error_status(trial: Trial) -> None:
    run = read_run(trial, finish(trial, assistant_id=trial.failing))
    demand.same(trial, run, run.json["status"], "error", "/status")
