"""Cancelling a running run leaves its thread `interrupted`, with the cancelled step in `next`.

Why: After a stop, `useStream` detects by `next` that the run was cut short, and offers to continue. A
thread that stays `busy` keeps the input locked; without `next` the cancelled step is lost.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/interrupts.ts#L52
"""

from contract_tests.actions.runs import cancel_run, running_run
from contract_tests.actions.threads import message_ids, read_state, read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("runs.cancel.running_thread_status", operation="cancel_thread_run", tier=2)
def cancel_running_thread_status(ctx: CheckContext) -> None:
    thread_id = (run := running_run(ctx))["thread_id"]
    cancel_run(ctx, run, wait=True)
    thread = eventually(ctx, lambda: read_thread(ctx, thread_id), lambda it: it.json["status"] != "busy")
    expect.equal(ctx, thread, thread.json["status"], "interrupted", "/status")
    state = read_state(ctx, thread_id)
    expect.equal(ctx, state, message_ids(state.json)[:1], ["m9"], "/values/messages")
    expect.equal(ctx, state, len(state.json["next"]), 1, "/next")
