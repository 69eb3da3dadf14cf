"""A deleted thread is gone: get answers 404."""

from contract_tests import demand
from contract_tests.conversation import read_thread
from contract_tests.question import Question
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.delete.gone", operation="delete_thread", tier=1)
def gone(trial: Trial) -> None:
    path = {"thread_id": trial.create_thread()["thread_id"]}
    read_thread(trial, path["thread_id"])
    trial.need(trial.call("delete_thread", path=path))
    get_thread = trial.setting.contract.by_id["get_thread"]
    demand.status(trial, trial.ask(get_thread, Question(path=path)), 404)
