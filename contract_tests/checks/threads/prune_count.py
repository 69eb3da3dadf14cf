"""Pruning returns the number of pruned threads.

Why: A client that cleans up with `threads.prune` has only `pruned_count` to see whether it has worked.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L444
"""

from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered


@check("threads.prune.count", operation="prune_threads", tier=3, feature="prune")
def count(ctx: CheckContext) -> None:
    for number in (2, 3):
        existing = [create_thread(ctx)["thread_id"] for _ in range(number)]
        pruned = offered(ctx, ctx.call("prune_threads", body={"thread_ids": existing}))
        expect.equal(ctx, pruned, pruned.json["pruned_count"], number, "/pruned_count")
