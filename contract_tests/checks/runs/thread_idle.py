"""A thread is idle after a successful run.

Why: Frontends lock their input while a thread is `busy`, and programs poll until it is `idle`. A thread
that stays busy cannot be used again.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L34
"""

from contract_tests.actions.runs import succeed
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.thread.idle", operation="create_thread_run", tier=1)
def thread_idle(trial: Trial) -> None:
    thread = read_thread(trial, succeed(trial)["thread_id"])
    expect.same(trial, thread, thread.json["status"], "idle", "/status")
