"""Streaming an unknown thread returns 404.

Why: A page may follow a thread that was deleted. An open stream without events keeps it waiting
indefinitely; on 404 it can show an error.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.resources import create_thread
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("streams.unknown_thread", operation="stream_thread", tier=2)
def unknown_thread(trial: Trial) -> None:
    known = {"thread_id": create_thread(trial)["thread_id"]}
    with trial.reading("stream_thread", path=known) as reader:
        trial.need(reader.exchange)
    unknown = trial.ask(trial.operation, Question({"thread_id": trial.new_id()}), at_most=1)
    expect.status(trial, unknown, 404)
