"""A WebSocket subscription made after a run receives all events of that run.

Why: The SDK subscribes when a component is shown, which may be long after the run. It relies on receiving all
events: otherwise the component stays empty.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2103
"""

from contract_tests.actions.events import numbered, told
from contract_tests.actions.events_socket import connection, subscribe, to_the_end
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.socket.replay", operation="stream_thread_events", tier=3, feature="event_streaming")
def replay(trial: Trial) -> None:
    thread_id, whole = told(trial)
    with connection(trial, thread_id) as socket:
        subscribe(trial, socket, 1)
        events = to_the_end(trial, socket)
    trial.expect(
        numbered(events) == numbered(whole.events),
        expected=f"the {len(whole.events)} events of the run",
        received=f"{len(events)} events, or different ones",
        exchange=socket.exchange,
    )
