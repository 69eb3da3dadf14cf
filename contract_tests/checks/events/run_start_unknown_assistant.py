"""`run.start` with an unknown assistant fails with an error, and starts no run.

Why: A success would make the page wait for events that never come. The SDKs turn an error into an exception
with its message.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L1779
"""

from contract_tests.actions.events import is_error, run_start_params, try_command
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import list_runs
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.run_start.unknown_assistant", operation="send_command", tier=3, feature="event_streaming")
def unknown_assistant(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    response = try_command(ctx, thread_id, "run.start", **run_start_params(ctx, assistant_id=ctx.new_id()))
    expect.equal(ctx, response, {"error": is_error(response)}, {"error": True})
    listed = list_runs(ctx, thread_id)
    expect.equal(ctx, listed, len(listed.json), 0)
