"""A stream opened before its thread exists receives the events of the first run.

Why: The newer `useStream` chooses the thread's id, and may subscribe before the thread exists. If that stream
stays empty, the first answer of each conversation is missing.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/controller.ts#L778
"""

from contract_tests.actions.events import EVENT_SECONDS, is_end, start_run, statuses
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered

BODY = {"channels": ["lifecycle"]}


@check(
    "events.subscribe_before_creation", operation="stream_thread_events", tier=3, feature="event_streaming"
)
def subscribe_before_creation(ctx: CheckContext) -> None:
    path = {"thread_id": ctx.new_id()}
    with ctx.open_stream("stream_thread_events", path=path, body=BODY, at_most=EVENT_SECONDS) as reader:
        offered(ctx, reader.exchange)
        start_run(ctx, path["thread_id"])
        reader.read_until(until=is_end)
    streamed = reader.exchange
    expect.equal(ctx, streamed, statuses(streamed.events), ["running", "completed"], "lifecycle")
