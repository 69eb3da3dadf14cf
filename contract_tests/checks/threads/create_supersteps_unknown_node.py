"""Creating a thread with `supersteps` of an unknown node fails with 400 or 422.

Why: The SDK returns the body of a success as the new thread. An import that has failed looks as if it had
worked, and the conversation is lost silently.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L101
"""

from contract_tests.actions.threads import human_message, need_supersteps
from contract_tests.client.operation_request import OperationRequest
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.create.supersteps_unknown_node", operation="create_thread", tier=2)
def supersteps_unknown_node(ctx: CheckContext) -> None:
    metadata = {"graph_id": ctx.graph, **ctx.mark}
    need_supersteps(ctx, [_step("__start__")])
    body = {"thread_id": ctx.new_id(), "metadata": metadata, "supersteps": [_step("no_such_node")]}
    expect.status(ctx, ctx.send(ctx.operation, OperationRequest(body=body)), 400, 422)


def _step(node: str) -> dict[str, Json]:
    return {"updates": [{"values": {"messages": [human_message("m1")]}, "as_node": node}]}
