"""After `subscription.unsubscribe`, a WebSocket sends no more events of that subscription.

Why: A component that was folded away unsubscribes. The SDK ignores later events for it, so a server that
continues to send them wastes traffic, but breaks nothing.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2103
"""

from contract_tests.actions.events_socket import command_to_success, connect, events_of_run, subscribe
from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check(
    "events.socket.unsubscribe",
    operation="stream_thread_events",
    tier=3,
    level="should",
    feature="event_streaming",
)
def unsubscribe(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    with connect(ctx, thread_id) as socket:
        subscribe(ctx, socket, 1, "lifecycle")
        remaining = subscribe(ctx, socket, 2, "values")
        command_to_success(ctx, socket, 3, "subscription.unsubscribe", subscription_id=remaining)
        received = events_of_run(ctx, socket, 4)
    names = sorted({event.name for event in received})
    expect.equal(ctx, socket.exchange, names, ["lifecycle"])
