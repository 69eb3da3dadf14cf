"""Mode `messages-tuple` streams messages in pieces that add up to the messages of the state.

Why: `useStream` concatenates the pieces. If a piece repeats earlier text, or one is left out, the text on
the page is garbled until the run ends.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/messages.ts#L74
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.streams import chunks_by_id, texts_by_id
from contract_tests.actions.threads import read_state
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.messages_tuple", operation="stream_thread_run", tier=1)
def messages_tuple(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    streamed = stream_run(ctx, thread_id, stream_mode=["messages-tuple"])
    stored = texts_by_id(read_state(ctx, thread_id).json["values"])
    texts = {message_id: "".join(pieces) for message_id, pieces in chunks_by_id(streamed).items()}
    known = [message_id for message_id in texts if message_id in stored]
    if texts and not known:
        raise Blocked("the messages have other ids in the state", streamed)
    wrong = [message_id for message_id in known if texts[message_id] != stored[message_id]]
    ctx.expect(
        bool(texts) and not wrong,
        expected="pieces of the messages in the state",
        received=expect.shown(texts[wrong[0]]) if wrong else "0 messages",
        exchange=streamed,
        pointer="messages",
    )
