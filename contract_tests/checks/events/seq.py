"""The id of an event is its number, and numbers increase.

Why: The Python SDK reconnects with the highest number that it has seen. If numbers repeat or decrease, it
receives events twice, or never.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L1675
"""

from itertools import pairwise

from contract_tests.actions.events import events_of_run, seq
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.seq", operation="stream_thread_events", tier=3, feature="event_streaming")
def numbers(ctx: CheckContext) -> None:
    _, streamed = events_of_run(ctx)
    seqs = [seq(event) for event in streamed.events]
    ids = [event.id for event in streamed.events]
    ctx.expect(
        ids == [str(each) for each in seqs],
        expected="the number of an event as its id",
        received=expect.sequence_difference(ids, [str(each) for each in seqs], "id"),
        exchange=streamed,
        pointer="id",
    )
    repeated = [(one, following) for one, following in pairwise(seqs) if one >= following]
    ctx.expect(
        not repeated,
        expected="numbers that increase",
        received=f"{expect.shown(repeated[0][1])} after {expect.shown(repeated[0][0])}" if repeated else "",
        exchange=streamed,
        pointer="seq",
    )
