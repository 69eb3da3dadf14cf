"""Creating a thread under another owner's id is a conflict, with `if_exists = do_nothing` too.

Answering the stored thread would show it to a stranger.
"""

from contract_tests import demand
from contract_tests.question import Question
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.isolation.create", operation="create_thread", tier=2, identities=2)
def create(trial: Trial) -> None:
    foreign = trial.create_thread(other=True)["thread_id"]
    trial.create_thread()
    for if_exists in ("raise", "do_nothing"):
        body = {"thread_id": foreign, "if_exists": if_exists, "metadata": trial.mark}
        demand.status(trial, trial.ask(trial.operation, Question(body=body)), 409)
