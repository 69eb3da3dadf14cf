"""A run without input continues a stopped thread to its end.

Why: deep-agents-ui continues a stopped thread by a run without input. If that starts from the beginning, or
does nothing, the "Continue" button repeats the conversation or is dead.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/hooks/useChat.ts#L82
"""

from contract_tests.actions.runs import run_to_success
from contract_tests.actions.threads import message_ids, read_state, read_thread
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("interrupts.continue_without_input", operation="create_thread_run", tier=2)
def continue_without_input(ctx: CheckContext) -> None:
    thread_id = run_to_success(ctx, interrupt_before="*")["thread_id"]
    paused = read_state(ctx, thread_id)
    if not paused.json["next"]:
        raise Blocked("a run can't be stopped before its first node", paused)
    run_to_success(ctx, thread_id, input=None)
    state, thread = read_state(ctx, thread_id), read_thread(ctx, thread_id)
    expect.equal(ctx, state, state.json["next"], [], "/next")
    messages = message_ids(state.json)
    expect.equal(ctx, state, [messages[:1], len(messages) > 1], [["m1"], True], "/values/messages")
    expect.equal(ctx, thread, thread.json["status"], "idle", "/status")
