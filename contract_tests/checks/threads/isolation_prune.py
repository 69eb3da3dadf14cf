"""Pruning another owner's threads leaves them unchanged, no matter what the response is.

Why: Anyone who guesses, or has once seen, the id of a thread could delete it with `threads.prune`.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L444
"""

from contract_tests.actions.resources import create_thread
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered


@check("threads.isolation.prune", operation="prune_threads", tier=3, feature="prune", identities=2)
def prune(ctx: CheckContext) -> None:
    own, foreign = create_thread(ctx)["thread_id"], create_thread(ctx, other=True)["thread_id"]
    offered(ctx, ctx.call("prune_threads", body={"thread_ids": [own]}))
    get_thread = ctx.run_context.contract.by_id["get_thread"]
    ctx.need(ctx.send(get_thread, OperationRequest({"thread_id": foreign}), owner="other"))
    pruned = ctx.call("prune_threads", body={"thread_ids": [foreign]})
    read = ctx.send(get_thread, OperationRequest({"thread_id": foreign}), owner="other")
    ctx.expect(
        read.ok,
        expected="the thread to stay",
        received=f"its owner's get returns {read.summary}",
        exchange=pruned,
    )
