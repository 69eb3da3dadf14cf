"""An interrupted thread has the status `interrupted` and lists its `interrupts` by task.

Why: agent-inbox lists threads with the status `interrupted` and shows `thread.interrupts`. Without them, it
has to load each state, or shows nothing to answer.
https://github.com/langchain-ai/agent-inbox/blob/f38301b9d0be/src/components/agent-inbox/contexts/ThreadContext.tsx#L229
"""

from contract_tests.actions.interrupts import ASKED, ask_a_human, asked_in, ids
from contract_tests.actions.threads import read_state, read_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("interrupts.thread", operation="create_thread_run", tier=1)
def thread(trial: Trial) -> None:
    thread_id = ask_a_human(trial)["thread_id"]
    read = read_thread(trial, thread_id)
    expect.same(trial, read, read.json["status"], "interrupted", "/status")
    found = [each for asked in (read.json.get("interrupts") or {}).values() for each in ids(asked)]
    expect.alike(
        trial, read, found, asked_in(read_state(trial, thread_id)), what=ASKED, pointer="/interrupts"
    )
