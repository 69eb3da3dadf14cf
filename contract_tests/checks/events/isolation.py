"""The event stream of another owner's thread sends no events.

Why: Thread ids are part of page URLs. A stream that does not check the owner of the thread lets a stranger
read along.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L1708
"""

from contract_tests.actions.events import NO_EVENT_SECONDS, events_of_run, read_events
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check(
    "events.isolation",
    operation="stream_thread_events",
    tier=3,
    feature="event_streaming",
    identities=2,
)
def isolation(ctx: CheckContext) -> None:
    thread_id, _ = events_of_run(ctx)
    streamed = read_events(ctx, thread_id, other=True, at_most=NO_EVENT_SECONDS)
    expect.equal(ctx, streamed, len(streamed.events), 0)
