"""Joining a run with `cancel_on_disconnect` cancels it when the client disconnects.

Why: A page joins with `cancel_on_disconnect` to avoid paying for an unread answer. If the run continues,
each closed tab costs a whole run.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1097
"""

from contract_tests.actions.runs import pending_run, read_run, run_path
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("streams.cancel_on_disconnect", operation="join_thread_run_stream", tier=2)
def cancel_on_disconnect(ctx: CheckContext) -> None:
    run = pending_run(ctx)
    query = {"cancel_on_disconnect": True}
    with ctx.open_stream("join_thread_run_stream", path=run_path(run), query=query) as reader:
        ctx.need(reader.exchange)
    after = eventually(ctx, lambda: read_run(ctx, run), lambda it: it.json["status"] != "pending")
    expect.equal(ctx, after, after.json["status"], "interrupted", "/status")
