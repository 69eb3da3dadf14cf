"""Pruning skips unknown thread ids, and does not count them.

A server may reject the whole request with 404, as for another owner's threads; then this can't be tested.

Why: A nightly job prunes a list of threads that it has loaded earlier. If one thread that was deleted since
then makes the whole request fail, nothing is ever cleaned up.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L444
"""

from contract_tests.actions.resources import create_thread
from contract_tests.findings.finding import Skipped
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered


@check("threads.prune.unknown_ids", operation="prune_threads", tier=3, feature="prune")
def unknown_ids(ctx: CheckContext) -> None:
    first, second = (create_thread(ctx)["thread_id"] for _ in range(2))
    offered(ctx, ctx.call("prune_threads", body={"thread_ids": [first]}))
    body = {"thread_ids": [ctx.new_id(), second]}
    pruned = ctx.call("prune_threads", body=body)
    if pruned.is_missing:
        raise Skipped("the target rejects the whole request with 404", pruned)
    ctx.need(pruned)
    expect.equal(ctx, pruned, pruned.json["pruned_count"], 1, "/pruned_count")
