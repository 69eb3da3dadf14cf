"""A thread whose running run is cancelled is not busy any more; what was running is next.

Why: After a stop, `useStream` shows by `next` that the run was cut, and offers to go on. A thread that
stays `busy` keeps the input locked; without `next` the cut step is lost.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/interrupts.ts#L52
"""

from contract_tests.actions.runs import cancel, under_way
from contract_tests.actions.threads import message_ids, read_state, read_thread
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.cancel.running_thread", operation="cancel_thread_run", tier=2)
def cancel_running_thread(trial: Trial) -> None:
    thread_id = (run := under_way(trial))["thread_id"]
    cancel(trial, run, wait=True)
    thread = trial.eventually(lambda: read_thread(trial, thread_id), lambda it: it.json["status"] != "busy")
    demand.same(trial, thread, thread.json["status"], "interrupted", "/status")
    state = read_state(trial, thread_id)
    demand.same(trial, state, message_ids(state.json)[:1], ["m9"], "/values/messages")
    demand.same(trial, state, len(state.json["next"]), 1, "/next")
