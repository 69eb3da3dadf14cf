"""A WebSocket subscription made after a run receives all events of that run.

Why: The SDK subscribes when a component is shown, which may be long after the run. It relies on receiving all
events: otherwise the component stays empty.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2103
"""

from contract_tests.actions.events import events_of_run, sequence_of
from contract_tests.actions.events_socket import connect, read_to_end, subscribe
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.socket.replay", operation="stream_thread_events", tier=3, feature="event_streaming")
def replay(ctx: CheckContext) -> None:
    thread_id, whole = events_of_run(ctx)
    with connect(ctx, thread_id) as socket:
        subscribe(ctx, socket, 1)
        events = read_to_end(ctx, socket)
    ctx.expect(
        sequence_of(events) == sequence_of(whole.events),
        expected=f"the {len(whole.events)} events of the run",
        received=expect.sequence_difference(sequence_of(events), sequence_of(whole.events)),
        exchange=socket.exchange,
    )
