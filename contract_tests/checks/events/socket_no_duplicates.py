"""An event that matches two subscriptions of a WebSocket is sent once.

Why: A page has several subscriptions on one socket. The SDKs drop events whose id they have already seen, so
duplicates only double the traffic; a hand-written client shows them twice.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2288
"""

from contract_tests.actions.events import statuses
from contract_tests.actions.events_socket import connection, run, subscribe
from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule(
    "events.socket.no_duplicates",
    operation="stream_thread_events",
    tier=3,
    level="should",
    feature="event_streaming",
)
def no_duplicates(trial: Trial) -> None:
    thread_id = create_thread(trial)["thread_id"]
    with connection(trial, thread_id) as socket:
        subscribe(trial, socket, 1, "lifecycle")
        subscribe(trial, socket, 2, "lifecycle", "values")
        told = run(trial, socket, 3)
    expect.same(trial, socket.exchange, statuses(told), ["running", "completed"], "lifecycle")
