"""A stream with `depth` sends only events of graphs up to that depth: 0 excludes all subgraphs.

Why: The page of a graph requests `depth: 1`, so that a hundred subgraphs do not flood it. If deeper events
are sent, the SDK discards them; if too few are sent, cards of subgraphs are missing.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/subscription.ts#L100
"""

from contract_tests.actions.events import events_of_run, namespace, read_events, sequence_of
from contract_tests.actions.runs import nested_graph
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.depth", operation="stream_thread_events", tier=3, feature="event_streaming")
def depth(ctx: CheckContext) -> None:
    thread_id, whole = events_of_run(ctx, assistant_id=nested_graph(ctx))
    outside = [event for event in whole.events if not namespace(event)]
    streamed = read_events(ctx, thread_id, namespaces=[[]], depth=0)
    ctx.expect(
        sequence_of(streamed.events) == sequence_of(outside),
        expected=f"the {len(outside)} events of the graph itself",
        received=expect.sequence_difference(sequence_of(streamed.events), sequence_of(outside)),
        exchange=streamed,
    )
