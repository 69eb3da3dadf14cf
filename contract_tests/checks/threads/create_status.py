"""A new thread is idle.

Why: Frontends disable their input, or start to poll, depending on the status of a thread. A new thread with
any status but `idle` can't be written to, or waits for a run that does not exist.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L300
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.create.status", operation="create_thread", tier=1)
def status(ctx: CheckContext) -> None:
    read = read_thread(ctx, create_thread(ctx)["thread_id"])
    expect.equal(ctx, read, read.json["status"], "idle", "/status")
