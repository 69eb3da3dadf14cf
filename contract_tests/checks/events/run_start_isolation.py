"""`run.start` on another owner's thread is rejected, and starts no run.

Why: Thread ids are part of page URLs. A stranger who could start a run could read the conversation in the
response, and write into it.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L169
"""

from contract_tests.actions.events import is_error, run_start_params, send_command, start_run
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import list_runs
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check(
    "events.run_start.isolation",
    operation="send_command",
    tier=3,
    feature="event_streaming",
    identities=2,
)
def isolation(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    start_run(ctx, thread_id)
    response = send_command(ctx, thread_id, "run.start", other=True, **run_start_params(ctx))
    expect.equal(ctx, response, {"error": is_error(response)}, {"error": True})
    listed = list_runs(ctx, thread_id)
    expect.equal(ctx, listed, len(listed.json), 1)
