"""A WebSocket and the stream send the same events of a run, with the same numbers.

Why: `transport: "websocket"` has to show what the default shows. If events or numbers differ, the same page
behaves in two ways.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2103
"""

from contract_tests.actions.events import hear, numbered
from contract_tests.actions.events_socket import connection, run, subscribe
from contract_tests.actions.resources import create_thread
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.socket.events", operation="stream_thread_events", tier=3, feature="event_streaming")
def events(trial: Trial) -> None:
    thread_id = create_thread(trial)["thread_id"]
    with connection(trial, thread_id) as socket:
        subscribe(trial, socket, 1)
        told = run(trial, socket, 2)
    streamed = hear(trial, thread_id)
    trial.expect(
        numbered(told) == numbered(streamed.events),
        expected=f"the {len(streamed.events)} events of the stream",
        received=f"{len(told)} events, or different ones",
        exchange=socket.exchange,
    )
