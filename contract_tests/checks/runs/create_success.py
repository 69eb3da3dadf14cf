"""A run that ends without an error has the status `success`.

Why: Programs that poll a run stop at `success`. Any other status keeps them polling indefinitely.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L23
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import has_ended, read_run, start_run
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("runs.create.success", operation="create_thread_run", tier=1)
def create_success(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    run = ctx.need(start_run(ctx, thread_id)).json
    ended = eventually(ctx, lambda: read_run(ctx, run), has_ended)
    thread = ctx.need(ctx.call("get_thread", path={"thread_id": ended.json["thread_id"]}))
    if has_ended(ended) and thread.json["status"] != "idle":
        raise Blocked(f"the thread is {thread.json['status']} after the run", thread)
    expect.equal(ctx, ended, ended.json["status"], "success", "/status")
