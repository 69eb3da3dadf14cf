"""A run with `interrupt_before` stops before the node runs: the node is next.

Why: deep-agents-ui stops with `interruptBefore: ["tools"]` before a tool is called. If the run continues, the
tool has acted before the human has agreed.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/hooks/useChat.ts#L89
"""

from contract_tests.actions.runs import succeed
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("interrupts.interrupt_before", operation="create_thread_run", tier=2)
def interrupt_before(trial: Trial) -> None:
    state = read_state(trial, succeed(trial, interrupt_before="*")["thread_id"])
    expect.same(trial, state, message_ids(state.json), ["m1"], "/values/messages")
    expect.same(trial, state, len(state.json["next"]), 1, "/next")
