"""An interrupt is in the state: in `interrupts`, and in the interrupted task, whose node is next.

Why: After a reload, `useStream` and CopilotKit's adapter take open questions from `tasks[].interrupts`. If
they are missing, the user sees a conversation that has stopped for no reason.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/interrupts.ts#L52
"""

from contract_tests.actions.interrupts import ASKED, ask_a_human, ids
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("interrupts.state", operation="create_thread_run", tier=1)
def state(trial: Trial) -> None:
    read = read_state(trial, ask_a_human(trial)["thread_id"])
    tasks = [task for task in read.json["tasks"] if task.get("interrupts")]
    expect.same(trial, read, len(tasks), 1, "/tasks")
    expect.same(trial, read, [task.get("name") for task in tasks], read.json["next"], "/next")
    asked = ids(tasks[0]["interrupts"])
    found = ids(read.json.get("interrupts", tasks[0]["interrupts"]))
    expect.alike(trial, read, found, asked, what=ASKED, pointer="/interrupts")
