"""Cancelling a running run leaves its thread `interrupted`, with the cancelled step in `next`.

Why: After a stop, `useStream` detects by `next` that the run was cut short, and offers to continue. A
thread that stays `busy` keeps the input locked; without `next` the cancelled step is lost.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/interrupts.ts#L52
"""

from contract_tests.actions.runs import cancel, under_way
from contract_tests.actions.threads import message_ids, read_state, read_thread
from contract_tests.harness import expect
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.cancel.running_thread_status", operation="cancel_thread_run", tier=2)
def cancel_running_thread_status(trial: Trial) -> None:
    thread_id = (run := under_way(trial))["thread_id"]
    cancel(trial, run, wait=True)
    thread = eventually(trial, lambda: read_thread(trial, thread_id), lambda it: it.json["status"] != "busy")
    expect.same(trial, thread, thread.json["status"], "interrupted", "/status")
    state = read_state(trial, thread_id)
    expect.same(trial, state, message_ids(state.json)[:1], ["m9"], "/values/messages")
    expect.same(trial, state, len(state.json["next"]), 1, "/next")
