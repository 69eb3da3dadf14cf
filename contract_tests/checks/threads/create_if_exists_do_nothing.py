"""Creating a thread under a taken id with `if_exists = do_nothing` answers the stored thread, unchanged.

The metadata of the request is not merged into it.
"""

from contract_tests import demand
from contract_tests.conversation import read_thread
from contract_tests.question import Question
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.create.if_exists_do_nothing", operation="create_thread", tier=1)
def if_exists_do_nothing(trial: Trial) -> None:
    taken = trial.create_thread(metadata={"colour": "red"})["thread_id"]
    before = read_thread(trial, taken)
    metadata = {**trial.mark, "colour": "blue", "size": 1}
    body = {"thread_id": taken, "if_exists": "do_nothing", "metadata": metadata}
    again = trial.ask(trial.operation, Question(body=body))
    demand.success(trial, again)
    for exchange in (again, read_thread(trial, taken)):
        for field in ("thread_id", "metadata", "created_at", "updated_at", "status"):
            trial.expect(
                exchange.json.get(field) == before.json[field],
                expected=f"the stored {field}",
                received="another",
                exchange=exchange,
                pointer=f"/{field}",
            )
