"""Mode `messages` sends the message so far in each `messages/partial`, and the whole in the last one.

Why: Clients of the mode `messages` replace the text with each event, as assistant-ui does. If an event
contains only the new piece, the page shows one word at a time.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/types.stream.ts#L125
"""

from contract_tests.actions.streams import no_tokens, texts_by_id, thread_and_stream
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STREAMING_RUNS


@check("streams.messages_partial", operations=STREAMING_RUNS, tier=2)
def messages_partial(ctx: CheckContext) -> None:
    thread_id, streamed = thread_and_stream(ctx, stream_mode=["messages"])
    stored = texts_by_id(read_state(ctx, thread_id).json["values"])
    so_far: dict[str, str] = {}
    for event in streamed.named("messages/partial"):
        for message_id, text in texts_by_id({"messages": event.data}).items():
            ctx.expect(
                text.startswith(so_far.get(message_id, "")),
                expected="the message so far, and more",
                received=f"{expect.shown(text)} after {expect.shown(so_far.get(message_id, ''))}",
                exchange=streamed,
                pointer="messages/partial",
            )
            so_far[message_id] = text
    if not so_far:
        graph = ctx.run_context.survey.roles.get("assistant")
        ctx.expect(
            graph is None or not graph.streams_tokens or bool(streamed.named("messages/complete")),
            expected="the messages that the graph streams in the mode messages-tuple",
            received="0 messages",
            exchange=streamed,
            pointer="messages/partial",
        )
        raise no_tokens(ctx, streamed)
    lacking = [text for text in so_far.values() if text not in stored.values()]
    ctx.expect(
        not lacking,
        expected="the whole message at the end",
        received=f"{expect.shown(lacking[:1])}, which is no message of the state",
        exchange=streamed,
        pointer="messages/partial",
    )
