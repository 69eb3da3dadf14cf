"""What a subgraph does is told at its own namespace, from its start to its end.

Why: Pages discover subagents by the `lifecycle` events at their namespaces, and take them away at the end.
Without these there are no cards, or some that never finish.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/controller.ts#L835
"""

from collections.abc import Sequence

from contract_tests.actions.events import data, namespace, told
from contract_tests.actions.runs import nested
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.subgraphs", operation="stream_thread_events", tier=3, feature="event_streaming")
def subgraphs(trial: Trial) -> None:
    _, heard = told(trial, assistant_id=nested(trial))
    said = [data(event).get("event") for event in heard.named("lifecycle") if _of_child(namespace(event))]
    demand.same(trial, heard, said, ["started", "completed"], "lifecycle")


def _of_child(path: Sequence[str]) -> bool:
    """Itself; what is told of the nodes in it, or of others, is no matter of ours."""
    return [part.partition(":")[0] for part in path] == ["child"]
