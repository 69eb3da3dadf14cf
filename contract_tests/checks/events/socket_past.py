"""Who subscribes on a WebSocket when a run is over is told all of it."""

import json

from contract_tests.commanding import EVERYTHING, told
from contract_tests.connecting import connection, hear
from contract_tests.rule import rule
from contract_tests.thread_events import numbered
from contract_tests.trial import Trial

SUBSCRIBE = {"id": 1, "method": "subscription.subscribe", "params": {"channels": [*EVERYTHING]}}


@rule("events.socket.past", operation="stream_thread_events", tier=3, feature="event_streaming")
def past(trial: Trial) -> None:
    thread_id, whole = told(trial)
    with connection(trial, thread_id) as socket:
        socket.send(json.dumps(SUBSCRIBE))
        events = hear(trial, socket)  # it may come before the answer, or after it
    trial.expect(
        numbered(events) == numbered(whole.events),
        expected=f"the {len(whole.events)} events of the run",
        received=f"{len(events)} events, or others",
        exchange=socket.exchange,
    )
