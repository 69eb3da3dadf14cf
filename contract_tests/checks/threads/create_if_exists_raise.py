"""Creating a thread under a taken id is a conflict, by default and with `if_exists = raise`.

The thread that was there stays as it is.
"""

from contract_tests import demand
from contract_tests.conversation import read_thread
from contract_tests.question import Question
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.create.if_exists_raise", operation="create_thread", tier=1)
def if_exists_raise(trial: Trial) -> None:
    taken = trial.create_thread(metadata={"colour": "red"})["thread_id"]
    again = {"thread_id": taken, "metadata": {**trial.mark, "colour": "blue"}}
    for body in (again, {**again, "if_exists": "raise"}):
        demand.status(trial, trial.ask(trial.operation, Question(body=body)), 409)
    read = read_thread(trial, taken)
    demand.same(trial, read, read.json["metadata"].get("colour"), "red", "/metadata/colour")
