"""A thread is busy as long as it has a run that has not ended, even a delayed one.

Why: A page in a second tab reads the thread's status to show that an answer is on its way. If the status is
`idle`, the user sends the question again.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L34
"""

from contract_tests.actions.runs import need_unfinished, unfinished_run
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.thread.busy", operation="create_thread_run", tier=1)
def thread_busy(ctx: CheckContext) -> None:
    run = unfinished_run(ctx)
    thread = read_thread(ctx, run["thread_id"])
    if thread.json["status"] != "busy":
        need_unfinished(ctx, run)
    expect.equal(ctx, thread, thread.json["status"], "busy", "/status")
