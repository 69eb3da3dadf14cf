"""An interrupt is sent as `input.requested` with its id; then the run is reported as `interrupted`.

Why: `useStream` shows a question only if it has an `interrupt_id`, and the Python SDK can respond only to
interrupts that it has received. Without the id, the question can't be answered.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/controller.ts#L2360
"""

from contract_tests.actions.events import data, interrupted_run, read_events, statuses
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.input.requested", operation="stream_thread_events", tier=3, feature="event_streaming")
def requested(ctx: CheckContext) -> None:
    thread_id, interrupt_id, _ = interrupted_run(ctx)
    streamed = read_events(ctx, thread_id)
    requested_ids = [data(event).get("interrupt_id") for event in streamed.named("input.requested")]
    expect.same_as(
        ctx,
        streamed,
        requested_ids[:1],
        [interrupt_id],
        what="the id of the interrupt",
        pointer="input.requested",
    )
    expect.equal(ctx, streamed, statuses(streamed.events)[-1:], ["interrupted"], "lifecycle")
