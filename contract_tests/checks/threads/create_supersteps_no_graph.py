"""Creating a thread with `supersteps` but without a graph fails with 400 or 422.

Why: The SDK returns the body of a success as the new thread. If that is an error, `thread["thread_id"]` is
missing, and the program fails at some later line.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L101
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import human
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

STEP = {"updates": [{"values": {"messages": [human("m1")]}, "as_node": "__start__"}]}


@rule("threads.create.supersteps_no_graph", operation="create_thread", tier=2)
def supersteps_no_graph(trial: Trial) -> None:
    create_thread(trial, metadata={"graph_id": trial.graph}, supersteps=[STEP])
    body = {"thread_id": trial.new_id(), "metadata": trial.mark, "supersteps": [STEP]}
    expect.status(trial, trial.ask(trial.operation, Question(body=body)), 400, 422)
