"""Updating the state of a thread without a graph fails with 400.

Why: Without a graph, the server has no reducers: a message might be appended, or replace all others. A server
with only one graph can still do the right thing, and no known client relies on the error.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L621
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import human_message, stateful_thread
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.state.no_graph", operation="update_state", tier=2, level="should")
def no_graph(ctx: CheckContext) -> None:
    body = {"values": {"messages": [human_message("m9")]}, "as_node": "__start__"}
    path = {"thread_id": stateful_thread(ctx, messages=1)["thread_id"]}
    ctx.need(ctx.call("update_state", path=path, body=body))
    path = {"thread_id": create_thread(ctx)["thread_id"]}
    expect.status(ctx, ctx.send(ctx.operation, OperationRequest(path=path, body=body)), 400)
