"""A thread is busy as soon as it has a run, even a delayed one.

Why: A page in a second tab reads the thread's status to show that an answer is on its way. If the status is
`idle`, the user sends the question again.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L34
"""

from contract_tests.actions.runs import pending
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.thread.busy", operation="create_thread_run", tier=1)
def thread_busy(trial: Trial) -> None:
    thread = read_thread(trial, pending(trial)["thread_id"])
    expect.same(trial, thread, thread.json["status"], "busy", "/status")
