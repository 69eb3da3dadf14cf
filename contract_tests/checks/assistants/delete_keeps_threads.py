"""Deleting an assistant keeps its threads unless `delete_threads` is set.

Why: Users delete an agent that they no longer need, not its conversations. The SDK has a separate option for
deleting those.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L452
"""

from contract_tests.actions.resources import create_thread, resource_kind
from contract_tests.actions.runs import create_run, finished
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.delete.keeps_threads", operation="delete_assistant", tier=2)
def keeps_threads(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    own, thread_id = kind.create()[kind.key], str(create_thread(ctx)["thread_id"])
    finished(ctx, thread_id, create_run(ctx, thread_id, assistant_id=own, input={})["run_id"])
    kind.delete(own)
    reading = ctx.run_context.contract.by_id["get_thread"]
    expect.status(ctx, ctx.send(reading, OperationRequest({"thread_id": thread_id})), 200)
