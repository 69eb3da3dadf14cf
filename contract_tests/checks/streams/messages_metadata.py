"""Mode `messages` sends the origin of a message in `messages/metadata` before the message itself.

Why: Clients of the mode `messages` need the node before the text, to decide whether to show it. If it
arrives late, inner thoughts flash up on the page.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/types.stream.ts#L125
"""

from contract_tests.actions.runs import stream_by_operation
from contract_tests.actions.streams import no_tokens
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STREAMING_RUNS


@check("streams.messages_metadata", operations=STREAMING_RUNS, tier=2)
def messages_metadata(ctx: CheckContext) -> None:
    streamed = stream_by_operation(ctx, stream_mode=["messages"])
    if not streamed.named("messages/partial"):
        raise no_tokens(ctx, streamed, by="streams.messages_partial")
    received: set[str] = set()
    for event in streamed.named("messages/metadata", "messages/partial"):
        if event.name == "messages/metadata":
            received |= set(event.data)
        else:
            early = [message.get("id") for message in event.data if message.get("id") not in received]
            ctx.expect(
                not early,
                expected="metadata keyed by the message's id, before the message",
                received=f"metadata of {len(received)} messages, but not of {expect.shown(early[:1])}",
                exchange=streamed,
                pointer="messages/metadata",
            )
