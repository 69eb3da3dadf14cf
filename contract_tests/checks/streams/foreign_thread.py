"""Streaming another owner's thread returns 404.

Why: Otherwise, anyone who has seen the id of a thread in an address could follow its conversation.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L785
"""

from contract_tests.actions.resources import create_thread
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("streams.foreign_thread", operation="stream_thread", tier=2, identities=2)
def foreign_thread(trial: Trial) -> None:
    foreign = {"thread_id": create_thread(trial, other=True)["thread_id"]}
    with trial.reading("stream_thread", path=foreign, other=True) as reader:
        trial.need(reader.exchange)
    asked = trial.ask(trial.operation, Question(foreign), at_most=1)
    expect.status(trial, asked, 404)
