"""A WebSocket and the stream send the same events of a run, with the same numbers.

Why: `transport: "websocket"` has to show what the default shows. If events or numbers differ, the same page
behaves in two ways.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2103
"""

from contract_tests.actions.events import read_events, sequence_of
from contract_tests.actions.events_socket import connect, events_of_run, subscribe
from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.socket.events", operation="stream_thread_events", tier=3, feature="event_streaming")
def events(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    with connect(ctx, thread_id) as socket:
        subscribe(ctx, socket, 1)
        received = events_of_run(ctx, socket, 2)
    streamed = read_events(ctx, thread_id)
    ctx.expect(
        sequence_of(received) == sequence_of(streamed.events),
        expected=f"the {len(streamed.events)} events of the stream",
        received=expect.sequence_difference(sequence_of(received), sequence_of(streamed.events)),
        exchange=socket.exchange,
    )
