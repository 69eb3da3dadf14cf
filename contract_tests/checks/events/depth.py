"""A stream with `depth` sends only events of graphs up to that depth: 0 excludes all subgraphs.

Why: The page of a graph requests `depth: 1`, so that a hundred subgraphs do not flood it. If deeper events
are sent, the SDK discards them; if too few are sent, cards of subgraphs are missing.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/subscription.ts#L100
"""

from contract_tests.actions.events import hear, namespace, numbered, told
from contract_tests.actions.runs import nested
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.depth", operation="stream_thread_events", tier=3, feature="event_streaming")
def depth(trial: Trial) -> None:
    thread_id, whole = told(trial, assistant_id=nested(trial))
    outside = [event for event in whole.events if not namespace(event)]
    heard = hear(trial, thread_id, namespaces=[[]], depth=0)
    trial.expect(
        numbered(heard.events) == numbered(outside),
        expected=f"the {len(outside)} events of the graph itself",
        received=f"{len(heard.events)} events, or different ones",
        exchange=heard,
    )
