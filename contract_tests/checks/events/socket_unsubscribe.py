"""After `subscription.unsubscribe`, a WebSocket sends no more events of that subscription.

Why: A component that was folded away unsubscribes. The SDK ignores later events for it, so a server that
continues to send them wastes traffic, but breaks nothing.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2103
"""

from contract_tests.actions.events_socket import connection, run, subscribe, succeed
from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule(
    "events.socket.unsubscribe",
    operation="stream_thread_events",
    tier=3,
    level="should",
    feature="event_streaming",
)
def unsubscribe(trial: Trial) -> None:
    thread_id = create_thread(trial)["thread_id"]
    with connection(trial, thread_id) as socket:
        subscribe(trial, socket, 1, "lifecycle")
        left = subscribe(trial, socket, 2, "values")
        succeed(trial, socket, 3, "subscription.unsubscribe", subscription_id=left)
        told = run(trial, socket, 4)
    names = sorted({event.name for event in told})
    expect.same(trial, socket.exchange, names, ["lifecycle"])
