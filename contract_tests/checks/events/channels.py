"""A stream sends only events of the requested channels, and their numbers stay the same.

Why: The SDKs open one stream for all that a page shows, and choose by channel. A missing channel leaves a
part of the page empty; if numbers depend on the channels, reconnecting by number skips events.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/stream/subscription.py#L88
"""

from contract_tests.actions.events import events_of_run, read_events, sequence_of
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

SOME_CHANNELS = ("lifecycle", "values")


@check("events.channels", operation="stream_thread_events", tier=3, feature="event_streaming")
def channels(ctx: CheckContext) -> None:
    thread_id, whole = events_of_run(ctx)
    streamed = read_events(ctx, thread_id, channels=SOME_CHANNELS)
    expected = sequence_of(whole.named(*SOME_CHANNELS))
    ctx.expect(
        sequence_of(streamed.events) == expected,
        expected=f"the {len(expected)} events of {' and '.join(SOME_CHANNELS)}",
        received=expect.sequence_difference(sequence_of(streamed.events), expected),
        exchange=streamed,
    )
