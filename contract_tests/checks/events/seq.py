"""The id of an event is its number, and numbers increase.

Why: The Python SDK reconnects with the highest number that it has seen. If numbers repeat or decrease, it
receives events twice, or never.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L1675
"""

from itertools import pairwise

from contract_tests.actions.events import events_of_run, seq
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.seq", operation="stream_thread_events", tier=3, feature="event_streaming")
def numbers(ctx: CheckContext) -> None:
    _, streamed = events_of_run(ctx)
    seqs = [seq(event) for event in streamed.events]
    ctx.expect(
        [event.id for event in streamed.events] == [str(each) for each in seqs],
        expected="the number of an event as its id",
        received="another id",
        exchange=streamed,
        pointer="id",
    )
    ctx.expect(
        all(one < following for one, following in pairwise(seqs)),
        expected="numbers that increase",
        received="a number that does not",
        exchange=streamed,
        pointer="seq",
    )
