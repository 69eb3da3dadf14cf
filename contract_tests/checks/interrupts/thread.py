"""An interrupted thread has the status `interrupted` and lists its `interrupts` by task.

Why: agent-inbox lists threads with the status `interrupted` and shows `thread.interrupts`. Without them, it
has to load each state, or shows nothing to answer.
https://github.com/langchain-ai/agent-inbox/blob/f38301b9d0be/src/components/agent-inbox/contexts/ThreadContext.tsx#L229
"""

from contract_tests.actions.interrupts import (
    INTERRUPTS_DESCRIPTION,
    interrupt_ids,
    interrupt_run,
    interrupts_of,
)
from contract_tests.actions.threads import read_state, read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("interrupts.thread", operation="create_thread_run", tier=1)
def thread(ctx: CheckContext) -> None:
    thread_id = interrupt_run(ctx)["thread_id"]
    read = read_thread(ctx, thread_id)
    expect.equal(ctx, read, read.json["status"], "interrupted", "/status")
    actual = [
        each
        for interrupts in (read.json.get("interrupts") or {}).values()
        for each in interrupt_ids(interrupts)
    ]
    expect.same_as(
        ctx,
        read,
        actual,
        interrupts_of(ctx, read_state(ctx, thread_id)),
        what=INTERRUPTS_DESCRIPTION,
        pointer="/interrupts",
    )
