"""A path that the server does not have is not found."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("system.unknown_path.status", operation="get_ok", tier=2)
def unknown_path(trial: Trial) -> None:
    trial.need(trial.raw("GET", "/ok"))
    demand.status(trial, trial.raw("GET", "/no/such/path"), 404)
