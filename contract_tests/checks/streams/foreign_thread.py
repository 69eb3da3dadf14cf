"""Streaming another owner's thread returns 404.

Why: Otherwise, anyone who has seen the id of a thread in an address could follow its conversation.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L785
"""

from contract_tests.actions.resources import create_thread
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.foreign_thread", operation="stream_thread", tier=2, identities=2)
def foreign_thread(ctx: CheckContext) -> None:
    foreign = {"thread_id": create_thread(ctx, other=True)["thread_id"]}
    with ctx.open_stream("stream_thread", path=foreign, other=True) as reader:
        ctx.need(reader.exchange)
    response = ctx.send(ctx.operation, OperationRequest(foreign), at_most=1)
    expect.status(ctx, response, 404)
