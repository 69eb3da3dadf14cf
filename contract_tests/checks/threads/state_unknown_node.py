"""An update as an unknown node is rejected with 400, and writes nothing.

Why: The next node depends on `as_node`. If a misspelt name is accepted, the graph continues at the wrong
place; the Python SDK raises `BadRequestError` for 400.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L621
"""

from contract_tests.actions.threads import human_message, message_ids, read_state, stateful_thread
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.state.unknown_node", operation="update_state", tier=2)
def unknown_node(ctx: CheckContext) -> None:
    path = {"thread_id": stateful_thread(ctx, messages=1)["thread_id"]}
    body = {"values": {"messages": [human_message("m2")]}, "as_node": "no_such_node"}
    expect.status(ctx, ctx.send(ctx.operation, OperationRequest(path=path, body=body)), 400)
    state = read_state(ctx, path["thread_id"])
    expect.equal(ctx, state, message_ids(state.json), ["m1"], "/values/messages")
