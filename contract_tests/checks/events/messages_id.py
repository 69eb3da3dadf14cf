"""A message has the same id in the `messages` events and in the values.

Why: `useStream` replaces the streamed message by the message with the same id in the values. If ids differ,
each answer appears twice on the page.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/message-reconciliation.ts#L65
"""

from contract_tests.actions.events import data, events_of_run, own_events
from contract_tests.actions.streams import no_tokens, texts_by_id
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.messages.id", operation="stream_thread_events", tier=3, feature="event_streaming")
def message_id(ctx: CheckContext) -> None:
    _, streamed = events_of_run(ctx)
    parts = [data(event) for event in own_events(streamed.events, "messages")]
    started_ids = {str(part.get("id")) for part in parts if part.get("event") == "message-start"}
    if not started_ids:
        raise no_tokens(ctx, streamed)
    known = {each for event in own_events(streamed.events, "values") for each in texts_by_id(data(event))}
    ctx.expect(
        started_ids <= known,
        expected="the id of a message of the values",
        received=f"{len(started_ids - known)} of {len(started_ids)} ids that no message of the values has",
        exchange=streamed,
        pointer="messages",
    )
