"""A run with `if_not_exists: create` creates a missing thread.

Why: `RemoteGraph` and chat-langchain start every run with `if_not_exists: "create"`, on an id that they
generate. If this is rejected, no conversation starts.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/langgraph/langgraph/pregel/remote.py#L815
"""

from contract_tests.actions.runs import send_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING_ON_A_THREAD


@check("runs.if_not_exists.create", operations=STARTING_ON_A_THREAD, tier=2)
def if_not_exists_create(ctx: CheckContext) -> None:
    thread_id = ctx.new_id()
    expect.status(ctx, send_run(ctx, thread_id, ctx.operation.id, if_not_exists="create"), 200)
    thread = ctx.call("get_thread", path={"thread_id": thread_id})
    ctx.expect(
        thread.ok, expected="a thread with the id of the request", received=thread.summary, exchange=thread
    )
