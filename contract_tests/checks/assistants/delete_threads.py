"""Deleting an assistant with `delete_threads` deletes the threads that it ran on, and no others.

Why: `delete_threads=True` is set to get rid of data. Remaining threads break that promise; other deleted
threads are lost.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L452
"""

from contract_tests.actions.resources import create_thread, resource_kind
from contract_tests.actions.runs import create_run, finished
from contract_tests.actions.threads import read_thread
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.delete.threads", operation="delete_assistant", tier=2)
def threads(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    own, another = kind.create()[kind.key], kind.create()[kind.key]
    kept = _thread_of(ctx, another)  # first, so that it is removed last: a server may break without threads
    gone = _thread_of(ctx, own)
    request = OperationRequest(kind.path(own), {"delete_threads": "true"})
    ctx.need(ctx.send(ctx.operation, request))
    reading = ctx.run_context.contract.by_id["get_thread"]
    expect.status(ctx, ctx.send(reading, OperationRequest({"thread_id": gone})), 404)
    expect.status(ctx, ctx.send(reading, OperationRequest({"thread_id": kept})), 200)


def _thread_of(ctx: CheckContext, assistant_id: str) -> str:
    thread_id = str(create_thread(ctx)["thread_id"])
    run = create_run(ctx, thread_id, assistant_id=assistant_id, input={})
    finished(ctx, thread_id, run["run_id"])
    read_thread(ctx, thread_id)
    return thread_id
