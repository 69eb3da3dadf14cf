"""An event that matches two subscriptions of a WebSocket is sent once.

Why: A page has several subscriptions on one socket. The SDKs drop events whose id they have already seen, so
duplicates only double the traffic; a hand-written client shows them twice.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2288
"""

from contract_tests.actions.events import statuses
from contract_tests.actions.events_socket import connect, events_of_run, subscribe
from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check(
    "events.socket.no_duplicates",
    operation="stream_thread_events",
    tier=3,
    level="should",
    feature="event_streaming",
)
def no_duplicates(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    with connect(ctx, thread_id) as socket:
        subscribe(ctx, socket, 1, "lifecycle")
        subscribe(ctx, socket, 2, "lifecycle", "values")
        received = events_of_run(ctx, socket, 3)
    expect.equal(ctx, socket.exchange, statuses(received), ["running", "completed"], "lifecycle")
