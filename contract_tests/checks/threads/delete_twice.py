"""A thread can be deleted once: the second time it is not found."""

from contract_tests import demand
from contract_tests.question import Question
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.delete.twice", operation="delete_thread", tier=1)
def twice(trial: Trial) -> None:
    trial.create_thread()  # a bystander: a server may answer otherwise when it has no threads at all
    path = {"thread_id": trial.create_thread()["thread_id"]}
    trial.need(trial.call("delete_thread", path=path))
    demand.status(trial, trial.ask(trial.operation, Question(path=path)), 404)
