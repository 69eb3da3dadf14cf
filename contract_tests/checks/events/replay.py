"""A client that connects after a run receives the same events, with the same numbers, as a live one.

Why: A second tab, or a component that is shown later, opens a separate stream and relies on receiving all
past events. Both SDKs recognise events by their id: with new ids, everything appears twice.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2288
"""

from contract_tests.actions.events import (
    ALL_CHANNELS,
    EVENT_SECONDS,
    is_end,
    read_events,
    sequence_of,
    start_run,
)
from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered


@check("events.replay", operation="stream_thread_events", tier=3, feature="event_streaming")
def replay(ctx: CheckContext) -> None:
    path = {"thread_id": create_thread(ctx)["thread_id"]}
    body = {"channels": [*ALL_CHANNELS]}
    with ctx.open_stream("stream_thread_events", path=path, body=body, at_most=EVENT_SECONDS) as reader:
        offered(ctx, reader.exchange)
        start_run(ctx, path["thread_id"])
        live = reader.read_until(until=is_end)
    streamed = read_events(ctx, path["thread_id"])
    ctx.expect(
        sequence_of(streamed.events) == sequence_of(live),
        expected=f"the {len(live)} events that were sent while it ran",
        received=expect.sequence_difference(sequence_of(streamed.events), sequence_of(live)),
        exchange=streamed,
    )
