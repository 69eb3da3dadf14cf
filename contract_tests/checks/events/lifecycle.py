"""A run is told from its beginning to its end: `lifecycle` says `running` first and `completed` last."""

from contract_tests import demand
from contract_tests.commanding import hear, start
from contract_tests.rule import rule
from contract_tests.thread_events import status
from contract_tests.trial import Trial


@rule("events.lifecycle", operation="stream_thread_events", tier=3, feature="event_streaming")
def lifecycle(trial: Trial) -> None:
    thread_id = trial.create_thread()["thread_id"]
    start(trial, thread_id)
    heard = hear(trial, thread_id)
    ends = [status(event) for event in (*heard.events[:1], *heard.events[-1:])]
    demand.same(trial, heard, ends, ["running", "completed"], "lifecycle")
