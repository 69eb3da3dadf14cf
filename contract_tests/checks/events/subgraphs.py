"""What a subgraph does is told at its own namespace, from its start to its end."""

from contract_tests import demand
from contract_tests.commanding import told
from contract_tests.rule import rule
from contract_tests.running import nested
from contract_tests.thread_events import data, namespace
from contract_tests.trial import Trial


@rule("events.subgraphs", operation="stream_thread_events", tier=3, feature="event_streaming")
def subgraphs(trial: Trial) -> None:
    _, heard = told(trial, assistant_id=nested(trial))
    inside = [event for event in heard.named("lifecycle") if namespace(event)]
    said = [(namespace(event)[0].partition(":")[0], data(event).get("event")) for event in inside]
    demand.same(trial, heard, [*map(list, said)], [["child", "started"], ["child", "completed"]], "lifecycle")
