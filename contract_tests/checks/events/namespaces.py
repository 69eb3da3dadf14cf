"""A stream with `namespaces` sends only events inside them; a node name alone matches all its tasks.

Why: A page subscribes to each subagent that is unfolded. Events from elsewhere end up in the wrong card, and
missing ones leave it empty.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/subscription.ts#L100
"""

from contract_tests.actions.events import data, events_of_run, namespace, read_events, sequence_of
from contract_tests.actions.runs import nested_graph
from contract_tests.client.stream import StreamedEvent
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.namespaces", operation="stream_thread_events", tier=3, feature="event_streaming")
def namespaces(ctx: CheckContext) -> None:
    thread_id, whole = events_of_run(ctx, assistant_id=nested_graph(ctx))
    inside = [event for event in whole.events if _is_inside(event)]
    streamed = read_events(ctx, thread_id, namespaces=[["child"]], until=_is_over)
    ctx.expect(
        sequence_of(streamed.events) == sequence_of(inside),
        expected=f"the {len(inside)} events of the subgraph",
        received=expect.sequence_difference(sequence_of(streamed.events), sequence_of(inside)),
        exchange=streamed,
    )


def _is_inside(event: StreamedEvent) -> bool:
    return any(part.partition(":")[0] == "child" for part in namespace(event)[:1])


def _is_over(event: StreamedEvent) -> bool:
    """Return whether the event ends the subgraph, or the run, whose end the filter should exclude."""
    is_end = event.name == "lifecycle" and data(event).get("event") == "completed"
    return is_end and len(namespace(event)) <= 1
