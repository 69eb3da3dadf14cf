"""A stream with `namespaces` sends only events inside them; a node name alone matches all its tasks.

Why: A page subscribes to each subagent that is unfolded. Events from elsewhere end up in the wrong card, and
missing ones leave it empty.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/subscription.ts#L100
"""

from contract_tests.actions.events import data, hear, namespace, numbered, told
from contract_tests.actions.runs import nested
from contract_tests.client.stream import StreamedEvent
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.namespaces", operation="stream_thread_events", tier=3, feature="event_streaming")
def namespaces(trial: Trial) -> None:
    thread_id, whole = told(trial, assistant_id=nested(trial))
    inside = [event for event in whole.events if _is_inside(event)]
    heard = hear(trial, thread_id, namespaces=[["child"]], until=_is_over)
    trial.expect(
        numbered(heard.events) == numbered(inside),
        expected=f"the {len(inside)} events of the subgraph",
        received=f"{len(heard.events)} events, or different ones",
        exchange=heard,
    )


def _is_inside(event: StreamedEvent) -> bool:
    return any(part.partition(":")[0] == "child" for part in namespace(event)[:1])


def _is_over(event: StreamedEvent) -> bool:
    """Return whether the event ends the subgraph, or the run, whose end the filter should exclude."""
    is_end = event.name == "lifecycle" and data(event).get("event") == "completed"
    return is_end and len(namespace(event)) <= 1
