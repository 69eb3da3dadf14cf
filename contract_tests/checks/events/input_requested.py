"""An interrupt is sent as `input.requested` with its id; then the run is reported as `interrupted`.

Why: `useStream` shows a question only if it has an `interrupt_id`, and the Python SDK can respond only to
interrupts that it has received. Without the id, the question can't be answered.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/controller.ts#L2360
"""

from contract_tests.actions.events import data, hear, questioned, statuses
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.input.requested", operation="stream_thread_events", tier=3, feature="event_streaming")
def requested(trial: Trial) -> None:
    thread_id, interrupt_id, _ = questioned(trial)
    heard = hear(trial, thread_id)
    asked = [data(event).get("interrupt_id") for event in heard.named("input.requested")]
    expect.alike(
        trial,
        heard,
        asked[:1],
        [interrupt_id],
        what="the id of the interrupt",
        pointer="input.requested",
    )
    expect.same(trial, heard, statuses(heard.events)[-1:], ["interrupted"], "lifecycle")
