"""A stream with `since` sends exactly the missed events: each later event once, in order.

Why: The Python SDK reconnects with `since` when a connection breaks. A missing event leaves a gap in the
text, without any error.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L1675
"""

from contract_tests.actions.events import events_of_run, read_events, seq, sequence_of
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.since", operation="stream_thread_events", tier=3, feature="event_streaming")
def since(ctx: CheckContext) -> None:
    thread_id, whole = events_of_run(ctx)
    half = len(whole.events) // 2
    last, missed = whole.events[half - 1], whole.events[half:]
    streamed = read_events(ctx, thread_id, since=seq(last))
    ctx.expect(
        sequence_of(streamed.events) == sequence_of(missed),
        expected=f"the {len(missed)} events after it",
        received=expect.sequence_difference(sequence_of(streamed.events), sequence_of(missed)),
        exchange=streamed,
    )
