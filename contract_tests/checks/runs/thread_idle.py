"""A thread is idle after a successful run.

Why: Frontends lock their input while a thread is `busy`, and programs poll until it is `idle`. A thread
that stays busy cannot be used again.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L34
"""

from contract_tests.actions.runs import run_to_success
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.thread.idle", operation="create_thread_run", tier=1)
def thread_idle(ctx: CheckContext) -> None:
    thread = read_thread(ctx, run_to_success(ctx)["thread_id"])
    expect.equal(ctx, thread, thread.json["status"], "idle", "/status")
