"""With the multitask strategy `interrupt` a run interrupts the thread's other one, and takes its place."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.running import pending, read_run, succeed
from contract_tests.trial import Trial


@rule("runs.multitask.interrupt", operation="create_thread_run", tier=2)
def multitask_interrupt(trial: Trial) -> None:
    first = pending(trial)
    succeed(trial, first["thread_id"], multitask_strategy="interrupt")
    ended = read_run(trial, first)
    demand.same(trial, ended, ended.json["status"], "interrupted", "/status")
