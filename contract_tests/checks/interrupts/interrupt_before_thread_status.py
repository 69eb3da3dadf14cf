"""A thread whose run stopped before a node has the status `interrupted`.

Why: Inboxes find the threads that need a human by the status `interrupted`. A stopped thread with the status
`idle` waits indefinitely.
https://github.com/langchain-ai/agent-inbox/blob/f38301b9d0be/src/components/agent-inbox/contexts/ThreadContext.tsx#L229
"""

from contract_tests.actions.runs import run_to_end
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("interrupts.interrupt_before_thread_status", operation="create_thread_run", tier=2)
def interrupt_before_thread_status(ctx: CheckContext) -> None:
    thread = read_thread(ctx, run_to_end(ctx, interrupt_before="*")["thread_id"])
    expect.equal(ctx, thread, thread.json["status"], "interrupted", "/status")
