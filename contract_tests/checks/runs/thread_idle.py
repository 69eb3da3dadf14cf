"""A thread is idle when its run has come to a good end."""

from contract_tests import demand
from contract_tests.conversation import read_thread
from contract_tests.rule import rule
from contract_tests.running import succeed
from contract_tests.trial import Trial


@rule("runs.thread.idle", operation="create_thread_run", tier=1)
def thread_idle(trial: Trial) -> None:
    thread = read_thread(trial, succeed(trial)["thread_id"])
    demand.same(trial, thread, thread.json["status"], "idle", "/status")
