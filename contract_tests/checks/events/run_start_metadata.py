"""The `metadata` of `run.start` is the metadata of the run.

Why: Clients tag runs with a user or a request id to find them again in lists and traces. Lost metadata
can't be added later.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L169
"""

from contract_tests.actions.events import start_run
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import read_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.run_start.metadata", operation="send_command", tier=3, feature="event_streaming")
def metadata(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    run_id = start_run(ctx, thread_id, metadata={"colour": "red"})
    run = read_run(ctx, {"thread_id": thread_id, "run_id": run_id})
    expect.equal(ctx, run, (run.json.get("metadata") or {}).get("colour"), "red", "/metadata/colour")
