"""A WebSocket subscription sends only the events that its `namespaces` and `depth` include.

Why: Over this transport, too, a page subscribes to each subagent that is unfolded. Events from elsewhere end
up in the wrong card, and missing ones leave it empty.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/subscription.ts#L100
"""

from collections.abc import Sequence

from contract_tests.actions.events import data, events_of_run, namespace, sequence_of
from contract_tests.actions.events_socket import connect, read_to_end, subscribe
from contract_tests.actions.runs import nested_graph
from contract_tests.client.stream import StreamedEvent
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.socket.filters", operation="stream_thread_events", tier=3, feature="event_streaming")
def filters(ctx: CheckContext) -> None:
    thread_id, whole = events_of_run(ctx, assistant_id=nested_graph(ctx))
    outside = [event for event in whole.events if not namespace(event)]
    inside = [event for event in whole.events if _is_inside(event)]
    _expect_only(ctx, thread_id, inside, namespaces=[["child"]])
    _expect_only(ctx, thread_id, outside, namespaces=[[]], depth=0)


def _expect_only(
    ctx: CheckContext, thread_id: str, expected: Sequence[StreamedEvent], **options: Json
) -> None:
    with connect(ctx, thread_id) as socket:
        subscribe(ctx, socket, 1, **options)
        events = read_to_end(ctx, socket, until=_is_over)
    ctx.expect(
        sequence_of(events) == sequence_of(expected),
        expected=f"the {len(expected)} events within `{', '.join(options)}`",
        received=expect.sequence_difference(sequence_of(events), sequence_of(expected)),
        exchange=socket.exchange,
    )


def _is_inside(event: StreamedEvent) -> bool:
    return any(part.partition(":")[0] == "child" for part in namespace(event)[:1])


def _is_over(event: StreamedEvent) -> bool:
    """Return whether the event ends the subgraph or the run."""
    is_end = event.name == "lifecycle" and data(event).get("event") == "completed"
    return is_end and len(namespace(event)) <= 1
