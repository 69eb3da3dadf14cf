"""The events of a run start with `lifecycle` `running` and end with `lifecycle` `completed`.

Why: The newer `useStream` is loading from `running` until `completed`, `failed` or `interrupted`, and the
Python SDK ends its loops there. Without the last event, the page loads indefinitely.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/controller.ts#L2500
"""

from contract_tests.actions.events import hear, start, status
from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.lifecycle", operation="stream_thread_events", tier=3, feature="event_streaming")
def lifecycle(trial: Trial) -> None:
    thread_id = create_thread(trial)["thread_id"]
    start(trial, thread_id)
    heard = hear(trial, thread_id)
    ends = [status(event) for event in (*heard.events[:1], *heard.events[-1:])]
    expect.same(trial, heard, ends, ["running", "completed"], "lifecycle")
