"""A successful run after a failed one makes the thread idle again and clears its error.

Why: Users simply write again after an error. If the thread keeps it, the frontend shows the old error next
to the new answer.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L34
"""

from contract_tests.actions.runs import messages_input, run_to_end, run_to_success
from contract_tests.actions.threads import read_thread
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.error.recovers", operation="create_thread_run", tier=2)
def error_recovers(ctx: CheckContext) -> None:
    thread_id = run_to_end(ctx, assistant_id=ctx.graph_for("failing"))["thread_id"]
    failed = read_thread(ctx, thread_id)
    if failed.json["status"] != "error":
        reason = f"the thread of a failed run is {failed.json['status']}"
        raise Blocked.by_finding("runs.error.thread", ctx.operation, reason, failed)
    run_to_success(ctx, thread_id, input=messages_input(ctx, "m2"))
    thread = read_thread(ctx, thread_id)
    expect.equal(ctx, thread, [thread.json["status"], thread.json.get("error")], ["idle", None])
