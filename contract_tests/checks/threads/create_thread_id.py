"""A thread gets the id that the client gives."""

from contract_tests import demand
from contract_tests.question import Question
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.create.thread_id", operation="create_thread", tier=1)
def thread_id(trial: Trial) -> None:
    given = trial.new_id()
    created = trial.ask(trial.operation, Question(body={"thread_id": given, "metadata": trial.mark}))
    demand.success(trial, trial.need(created))
    trial.expect(
        created.json["thread_id"] == given,
        expected=given,
        received="another id",
        exchange=created,
        pointer="/thread_id",
    )
