"""A thread that does not exist has no stream: 404."""

from contract_tests import demand
from contract_tests.question import Question
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("streams.unknown_thread", operation="stream_thread", tier=2)
def unknown_thread(trial: Trial) -> None:
    known = {"thread_id": trial.create_thread()["thread_id"]}
    with trial.reading("stream_thread", path=known) as reader:
        trial.need(reader.exchange)
    unknown = trial.ask(trial.operation, Question({"thread_id": trial.new_id()}), at_most=1)
    demand.status(trial, unknown, 404)
