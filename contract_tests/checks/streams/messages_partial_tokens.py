"""Mode `messages` sends one `messages/partial` for each token that the mode `events` sends.

Tokens without text may lack one.

Why: Both modes render the same answer. A page that requests `messages` shows it in jumps if tokens are left
out, and renders the message again for nothing if they repeat. No client shows a wrong text.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/types.stream.ts#L125
"""

from contract_tests.actions.runs import stream_by_operation
from contract_tests.actions.streams import model_texts_by_id, no_tokens, partial_texts_by_id
from contract_tests.actions.threads import message_ids
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STREAMING_RUNS

MODES = ["events", "messages", "values"]


@check("streams.messages_partial_tokens", operations=STREAMING_RUNS, tier=2, level="should")
def messages_partial_tokens(ctx: CheckContext) -> None:
    streamed = stream_by_operation(ctx, stream_mode=MODES)
    values = streamed.named("values")
    stored = message_ids({"values": values[-1].data}) if values else []
    texts = {key: each for key, each in model_texts_by_id(streamed).items() if key in stored}
    if not any(map(any, texts.values())):
        raise no_tokens(ctx, streamed, by="streams.events")
    partial = partial_texts_by_id(streamed)
    for message_id, parts in texts.items():
        found = partial.get(message_id, [])
        # Without repetitions, tokens without text make no difference.
        so_far = [*dict.fromkeys(filter(None, found))]
        expected = [*dict.fromkeys(filter(None, parts))]
        ctx.expect(
            so_far == expected and len(found) <= len(parts),
            expected=f"the message after each of its {len(parts)} tokens",
            received=expect.sequence_difference(found, parts, "part"),
            exchange=streamed,
            pointer="messages/partial",
        )
