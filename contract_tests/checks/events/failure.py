"""The events of a failed run end with `lifecycle` `failed` and the error.

Why: The newer `useStream` shows `lifecycle.error` to the user. Without it, the message is "Run failed with no
error message"; without `failed`, the page loads indefinitely.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/submit-coordinator.ts#L530
"""

from contract_tests.actions.events import data, told
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.failure", operation="stream_thread_events", tier=3, feature="event_streaming")
def failure(trial: Trial) -> None:
    _, heard = told(trial, assistant_id=trial.graph_for("failing"))
    last = data(heard.events[-1])
    said = {"event": last.get("event"), "error": bool(last.get("error"))}
    expect.same(trial, heard, said, {"event": "failed", "error": True}, "lifecycle")
