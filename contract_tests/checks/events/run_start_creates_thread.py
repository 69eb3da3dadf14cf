"""`run.start` creates the thread under the client's id if it does not exist.

Why: The newer `useStream` chooses the thread's id and starts the first run without creating the thread. If
that is rejected, no conversation can begin.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/submit-coordinator.ts#L315
"""

from contract_tests.actions.events import run_start_params, send_command
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.run_start.creates_thread", operation="send_command", tier=3, feature="event_streaming")
def creates_thread(ctx: CheckContext) -> None:
    path = {"thread_id": ctx.new_id()}
    send_command(ctx, path["thread_id"], "run.start", **run_start_params(ctx))
    expect.status(ctx, ctx.call("get_thread", path=path), 200)
