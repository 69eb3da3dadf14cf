"""The `lifecycle` events of a subgraph have its namespace, from `started` to `completed`.

Why: Pages discover subagents by the `lifecycle` events at their namespaces, and remove them at the end.
Without these events, cards are missing or never finish.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/controller.ts#L835
"""

from collections.abc import Sequence

from contract_tests.actions.events import data, events_of_run, namespace
from contract_tests.actions.runs import nested_graph
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.subgraphs", operation="stream_thread_events", tier=3, feature="event_streaming")
def subgraphs(ctx: CheckContext) -> None:
    _, streamed = events_of_run(ctx, assistant_id=nested_graph(ctx))
    lifecycle = [
        data(event).get("event") for event in streamed.named("lifecycle") if _of_child(namespace(event))
    ]
    expect.equal(ctx, streamed, lifecycle, ["started", "completed"], "lifecycle")


def _of_child(path: Sequence[str]) -> bool:
    """Return whether `path` is the subgraph itself, not one of its nodes or another graph."""
    return [part.partition(":")[0] for part in path] == ["child"]
