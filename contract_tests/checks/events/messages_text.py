"""The streamed pieces of a message add up to its finished text.

Why: Pages show the pieces, and later code uses the finished text. If they differ, the answer changes before
the user's eyes.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/messages.ts#L423
"""

from contract_tests.actions.events import events_of_run, own_events, texts
from contract_tests.actions.streams import no_tokens
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.messages.text", operation="stream_thread_events", tier=3, feature="event_streaming")
def text(ctx: CheckContext) -> None:
    _, streamed = events_of_run(ctx)
    put_together, whole = texts(own_events(streamed.events, "messages"))
    if not whole:
        raise no_tokens(ctx, streamed)
    ctx.expect(
        put_together == whole,
        expected="the text of the pieces",
        received=expect.difference(whole, put_together),
        exchange=streamed,
        pointer="messages",
    )
