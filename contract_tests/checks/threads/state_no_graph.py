"""Updating the state of a thread without a graph fails with 400.

Why: Without a graph, the server has no reducers: a message might be appended, or replace all others. A server
with only one graph can still do the right thing, and no known client relies on the error.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L621
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import human, stateful_thread
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("threads.state.no_graph", operation="update_state", tier=2, level="should")
def no_graph(trial: Trial) -> None:
    body = {"values": {"messages": [human("m9")]}, "as_node": "__start__"}
    path = {"thread_id": stateful_thread(trial, messages=1)["thread_id"]}
    trial.need(trial.call("update_state", path=path, body=body))
    path = {"thread_id": create_thread(trial)["thread_id"]}
    expect.status(trial, trial.ask(trial.operation, Question(path=path, body=body)), 400)
