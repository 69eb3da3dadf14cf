"""A run with `interrupt_before` stops before the node runs: the node is next.

Why: deep-agents-ui stops with `interruptBefore: ["tools"]` before a tool is called. If the run continues, the
tool has acted before the human has agreed.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/hooks/useChat.ts#L89
"""

from contract_tests.actions.runs import run_to_success
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("interrupts.interrupt_before", operation="create_thread_run", tier=2)
def interrupt_before(ctx: CheckContext) -> None:
    state = read_state(ctx, run_to_success(ctx, interrupt_before="*")["thread_id"])
    expect.equal(ctx, state, message_ids(state.json), ["m1"], "/values/messages")
    expect.equal(ctx, state, len(state.json["next"]), 1, "/next")
