"""An id in upper case or without dashes is the same id. Answers write it in lower case with dashes."""

from contract_tests import demand
from contract_tests.conversation import read_thread
from contract_tests.question import Question
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.get.normalised_id", operation="get_thread", tier=2, level="should")
def normalised_id(trial: Trial) -> None:
    own = trial.create_thread()["thread_id"]
    read_thread(trial, own)
    for written in (own.upper(), own.replace("-", "")):
        read = trial.ask(trial.operation, Question({"thread_id": written}))
        demand.success(trial, read)
        demand.same(trial, read, read.json["thread_id"], own, "/thread_id")
