"""`subscription.reconnect` sends exactly the missed events: each event after `since` once, in order.

Why: After a broken connection, a client restores its subscription with one command. The known SDKs subscribe
again instead.
"""

from contract_tests.actions.events import EVERYTHING, numbered, seq, told
from contract_tests.actions.events_socket import connection, subscribe, succeed, to_the_end
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule(
    "events.socket.reconnect",
    operation="stream_thread_events",
    tier=3,
    level="should",
    feature="event_streaming",
)
def reconnect(trial: Trial) -> None:
    thread_id, whole = told(trial)
    half = len(whole.events) // 2
    missed, wanted = whole.events[half:], {"channels": [*EVERYTHING], "since": seq(whole.events[half - 1])}
    with connection(trial, thread_id) as socket:
        subscribe(trial, socket, 1, "lifecycle")
        before = len(to_the_end(trial, socket))  # some servers find the run only after a subscription
        succeed(trial, socket, 2, "subscription.reconnect", **wanted)
        events = to_the_end(trial, socket, before)
    trial.expect(
        numbered(events) == numbered(missed),
        expected=f"the {len(missed)} events after it",
        received=f"{len(events)} events, or different ones",
        exchange=socket.exchange,
    )
