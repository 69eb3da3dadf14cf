"""A thread whose run stopped before a node has the status `interrupted`.

Why: Inboxes find the threads that need a human by the status `interrupted`. A stopped thread with the status
`idle` waits indefinitely.
https://github.com/langchain-ai/agent-inbox/blob/f38301b9d0be/src/components/agent-inbox/contexts/ThreadContext.tsx#L229
"""

from contract_tests.actions.runs import finish
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("interrupts.interrupt_before_thread_status", operation="create_thread_run", tier=2)
def interrupt_before_thread_status(trial: Trial) -> None:
    thread = read_thread(trial, finish(trial, interrupt_before="*")["thread_id"])
    expect.same(trial, thread, thread.json["status"], "interrupted", "/status")
