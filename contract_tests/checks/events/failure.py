"""The events of a failed run end with `lifecycle` `failed` and the error.

Why: The newer `useStream` shows `lifecycle.error` to the user. Without it, the message is "Run failed with no
error message"; without `failed`, the page loads indefinitely.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/submit-coordinator.ts#L530
"""

from contract_tests.actions.events import data, events_of_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.failure", operation="stream_thread_events", tier=3, feature="event_streaming")
def failure(ctx: CheckContext) -> None:
    _, streamed = events_of_run(ctx, assistant_id=ctx.graph_for("failing"))
    last = data(streamed.events[-1])
    reported = {"event": last.get("event"), "error": bool(last.get("error"))}
    expect.equal(ctx, streamed, reported, {"event": "failed", "error": True}, "lifecycle")
