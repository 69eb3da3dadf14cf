"""A message has the same id in all events of a stream and in the state after the run.

Why: `useStream` assembles the pieces of a message by its id, and finds it in the values by the same id. If
ids differ, each answer appears twice on the page; without an id it is not shown.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/messages.ts#L74
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.streams import chunks_by_id
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.findings.finding import Blocked
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

MODES = ["messages-tuple", "values"]


@check("streams.message_ids", operation="stream_thread_run", tier=1)
def ids(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    streamed = stream_run(ctx, thread_id, stream_mode=MODES)
    chunked, stored = chunks_by_id(streamed), message_ids(read_state(ctx, thread_id).json)
    if not chunked:
        raise Blocked("the graph streams no messages (--assistant)", streamed)
    strangers = [message_id for message_id in chunked if message_id not in stored]
    ctx.expect(
        not strangers,
        expected="ids of messages in the state",
        received=f"{len(strangers)} of {len(chunked)} ids without such a message",
        exchange=streamed,
        pointer="messages/*/id",
    )
