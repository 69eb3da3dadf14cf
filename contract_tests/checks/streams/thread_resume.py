"""Resuming a thread's stream with `Last-Event-ID` streams exactly the missed events.

Why: Both SDKs reconnect automatically with the id of the last event. A missing event leaves a gap in the
text; a repeated one doubles a word, without any error.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L785
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.streams import event_tuples, is_done, last_event_id, split_stream
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.thread_resume", operation="stream_thread", tier=2)
def thread_resume(ctx: CheckContext) -> None:
    path = {"thread_id": create_thread(ctx)["thread_id"]}
    with ctx.open_stream("stream_thread", path=path) as reader:
        ctx.need(reader.exchange)
        stream_run(ctx, path["thread_id"], stream_resumable=True)
        reader.read_until(is_done)
    last, missed = split_stream(reader.exchange)
    again = ctx.stream("stream_thread", path=path, headers=last_event_id(last), until=is_done)
    ctx.expect(
        event_tuples(again.events) == event_tuples(missed),
        expected=f"the {len(missed)} events after it",
        received=expect.sequence_difference(event_tuples(again.events), event_tuples(missed)),
        exchange=again,
    )
