"""A new thread is idle.

Why: Frontends disable their input, or start to poll, depending on the status of a thread. A new thread with
any status but `idle` can't be written to, or waits for a run that does not exist.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L300
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("threads.create.status", operation="create_thread", tier=1)
def status(trial: Trial) -> None:
    read = read_thread(trial, create_thread(trial)["thread_id"])
    expect.same(trial, read, read.json["status"], "idle", "/status")
