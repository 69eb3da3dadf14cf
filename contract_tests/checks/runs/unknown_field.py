"""A field that the server does not know is ignored: newer clients send some."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.running import started
from contract_tests.trial import Trial


@rule("runs.unknown_field", operations=("create_thread_run", "create_run"), tier=2)
def unknown_field(trial: Trial) -> None:
    trial.need(started(trial))
    demand.status(trial, started(trial, no_such_field={"any": ["value"]}), 200)
