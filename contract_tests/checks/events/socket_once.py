"""An event that two subscriptions of a WebSocket want comes once."""

from contract_tests import demand
from contract_tests.connecting import connection, run, subscribe
from contract_tests.rule import rule
from contract_tests.thread_events import statuses
from contract_tests.trial import Trial


@rule("events.socket.once", operation="stream_thread_events", tier=3, feature="event_streaming")
def once(trial: Trial) -> None:
    thread_id = trial.create_thread()["thread_id"]
    with connection(trial, thread_id) as socket:
        subscribe(trial, socket, 1, "lifecycle")
        subscribe(trial, socket, 2, "lifecycle", "values")
        told = run(trial, socket, 3)
    demand.same(trial, socket.exchange, statuses(told), ["running", "completed"], "lifecycle")
