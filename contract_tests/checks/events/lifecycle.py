"""The events of a run start with `lifecycle` `running` and end with `lifecycle` `completed`.

Why: The newer `useStream` is loading from `running` until `completed`, `failed` or `interrupted`, and the
Python SDK ends its loops there. Without the last event, the page loads indefinitely.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/controller.ts#L2500
"""

from contract_tests.actions.events import read_events, start_run, status
from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.lifecycle", operation="stream_thread_events", tier=3, feature="event_streaming")
def lifecycle(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    start_run(ctx, thread_id)
    streamed = read_events(ctx, thread_id)
    ends = [status(event) for event in (*streamed.events[:1], *streamed.events[-1:])]
    expect.equal(ctx, streamed, ends, ["running", "completed"], "lifecycle")
