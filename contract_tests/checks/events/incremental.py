"""Events are sent as they happen: the first `values` arrive while the run is still running.

Why: A chat shows text while it is written. If everything arrives at the end, users look at an empty page for
the whole time that the model takes.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2288
"""

from contract_tests.actions.events import ALL_CHANNELS, EVENT_SECONDS, is_end, start_run
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import list_runs, run_statuses, slow_inputs
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered


@check("events.incremental", operation="stream_thread_events", tier=3, feature="event_streaming")
def incremental(ctx: CheckContext) -> None:
    body = {"channels": [*ALL_CHANNELS]}
    for slowly in slow_inputs(ctx):
        path = {"thread_id": create_thread(ctx)["thread_id"]}
        start_run(ctx, path["thread_id"], assistant_id=ctx.graph_for("slow"), input=slowly)
        with ctx.open_stream("stream_thread_events", path=path, body=body, at_most=EVENT_SECONDS) as reader:
            offered(ctx, reader.exchange)
            reader.read_until(until=lambda event: event.name == "values")
            seen = run_statuses(list_runs(ctx, path["thread_id"]))
            reader.read_until(until=is_end)
        if seen == ["running"]:
            return
    expect.equal(ctx, reader.exchange, seen, ["running"])
