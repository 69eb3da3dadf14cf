"""What a subgraph does is told at its own namespace, from its start to its end.

Why: Pages discover subagents by the `lifecycle` events at their namespaces, and take them away at the end.
Without these there are no cards, or some that never finish.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/controller.ts#L835
"""

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
