"""An interrupt is in the state: in `interrupts`, and in the interrupted task, whose node is next.

Why: After a reload, `useStream` and CopilotKit's adapter take open questions from `tasks[].interrupts`. If
they are missing, the user sees a conversation that has stopped for no reason.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/interrupts.ts#L52
"""

from contract_tests.actions.interrupts import INTERRUPTS_DESCRIPTION, interrupt_ids, interrupt_run
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("interrupts.state", operation="create_thread_run", tier=1)
def state(ctx: CheckContext) -> None:
    read = read_state(ctx, interrupt_run(ctx)["thread_id"])
    tasks = [task for task in read.json["tasks"] if task.get("interrupts")]
    expect.equal(ctx, read, len(tasks), 1, "/tasks")
    expect.equal(ctx, read, [task.get("name") for task in tasks], read.json["next"], "/next")
    expected = interrupt_ids(tasks[0]["interrupts"])
    actual = interrupt_ids(read.json.get("interrupts", tasks[0]["interrupts"]))
    expect.same_as(ctx, read, actual, expected, what=INTERRUPTS_DESCRIPTION, pointer="/interrupts")
