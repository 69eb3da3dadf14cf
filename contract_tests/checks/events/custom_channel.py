"""The channel `custom:NAME` sends the custom events with that name, and no others.

Only a graph that writes named custom events shows this, such as the mock's slow graph, which reports its
progress.

Why: A page subscribes by name to what a graph itself sends, such as its progress. If the name is ignored,
the progress bar shows other events; if it is unknown, nothing.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/stream/subscription.py#L88
"""

from collections.abc import Iterable

from contract_tests.actions.events import data, read_events, start_run
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import messages_input
from contract_tests.client.stream import StreamedEvent
from contract_tests.contract import Json
from contract_tests.findings.finding import Skipped
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

OTHER = "custom:no_such_name"


@check("events.custom_channel", operation="stream_thread_events", tier=3, feature="event_streaming")
def custom_channel(ctx: CheckContext) -> None:
    input_ = {**messages_input(ctx, "m1"), "seconds": 1, "steps": 2}
    thread_id = create_thread(ctx)["thread_id"]
    start_run(ctx, thread_id, assistant_id=ctx.graph_for("slow"), input=input_)
    named = read_events(ctx, thread_id, channels=["custom:progress", "lifecycle"])
    names = _names(named.events)
    if not names:
        raise Skipped("the graph writes no custom events of the name progress (--slow)", named)
    expect.equal(ctx, named, sorted(set(map(str, names))), ["progress"], "custom/params/data/name")
    other = read_events(ctx, thread_id, channels=[OTHER, "lifecycle"])
    expect.equal(ctx, other, f"{len(_names(other.events))} custom events", "0 custom events", "custom")


def _names(events: Iterable[StreamedEvent]) -> list[Json]:
    """Return the names of the custom events."""
    return [data(event).get("name") for event in events if event.name == "custom"]
