"""A graph's answer is streamed in several pieces, not as a whole.

Why: Chats are designed to show text word by word. If it arrives in one piece, users look at an empty page
for the whole time that the model takes.
https://github.com/langchain-ai/agent-chat-ui/issues/182
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.streams import chunks_by_id, no_tokens
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

MIN_PIECES = 3


@check("streams.tokens", operation="stream_thread_run", tier=1)
def tokens(ctx: CheckContext) -> None:
    graph = ctx.run_context.survey.roles.get("assistant")
    if graph is not None and not graph.streams_tokens:
        raise no_tokens(ctx)
    streamed = stream_run(ctx, create_thread(ctx)["thread_id"], stream_mode=["messages-tuple"])
    pieces = [len(each) for each in chunks_by_id(streamed).values()]
    if not pieces:
        raise no_tokens(ctx, streamed)
    ctx.expect(
        max(pieces) >= MIN_PIECES,
        expected=f"at least {MIN_PIECES} pieces of a message",
        received=f"{max(pieces)}",
        exchange=streamed,
        pointer="messages",
    )
