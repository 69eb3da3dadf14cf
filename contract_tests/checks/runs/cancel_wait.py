"""With `wait` a cancellation is answered when the run has stopped: 200."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.running import cancel, pending, read_run
from contract_tests.trial import Trial


@rule("runs.cancel.wait", operation="cancel_thread_run", tier=2)
def cancel_wait(trial: Trial) -> None:
    run = pending(trial)
    cancelled = cancel(trial, run, wait=True)
    demand.status(trial, cancelled, 200)
    demand.same(trial, cancelled, read_run(trial, run).json["status"], "interrupted")
