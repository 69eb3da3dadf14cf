"""A run with `after_seconds` does not start before: one created later, and finished, does not change that."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.running import pending, read_run, succeed
from contract_tests.trial import Trial


@rule("runs.after_seconds", operation="create_thread_run", tier=2)
def after_seconds(trial: Trial) -> None:
    run = pending(trial)
    succeed(trial)
    waiting = read_run(trial, run)
    demand.same(trial, waiting, waiting.json["status"], "pending", "/status")
