"""A new thread is idle."""

from contract_tests import demand
from contract_tests.conversation import read_thread
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.create.status", operation="create_thread", tier=1)
def status(trial: Trial) -> None:
    read = read_thread(trial, trial.create_thread()["thread_id"])
    demand.same(trial, read, read.json["status"], "idle", "/status")
