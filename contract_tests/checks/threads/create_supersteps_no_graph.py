"""Creating a thread with `supersteps` but without a graph fails with 400 or 422.

Why: The SDK returns the body of a success as the new thread. If that is an error, `thread["thread_id"]` is
missing, and the program fails at some later line.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L101
"""

from contract_tests.actions.threads import human_message, need_supersteps
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

STEP = {"updates": [{"values": {"messages": [human_message("m1")]}, "as_node": "__start__"}]}


@check("threads.create.supersteps_no_graph", operation="create_thread", tier=2)
def supersteps_no_graph(ctx: CheckContext) -> None:
    need_supersteps(ctx, [STEP])
    body = {"thread_id": ctx.new_id(), "metadata": ctx.mark, "supersteps": [STEP]}
    expect.status(ctx, ctx.send(ctx.operation, OperationRequest(body=body)), 400, 422)
