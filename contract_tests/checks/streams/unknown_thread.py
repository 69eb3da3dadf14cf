"""Streaming an unknown thread returns 404.

Why: A page may follow a thread that was deleted. An open stream without events keeps it waiting
indefinitely; on 404 it can show an error.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.resources import create_thread
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.unknown_thread", operation="stream_thread", tier=2)
def unknown_thread(ctx: CheckContext) -> None:
    known = {"thread_id": create_thread(ctx)["thread_id"]}
    with ctx.open_stream("stream_thread", path=known) as reader:
        ctx.need(reader.exchange)
    unknown = ctx.send(ctx.operation, OperationRequest({"thread_id": ctx.new_id()}), at_most=1)
    expect.status(ctx, unknown, 404)
