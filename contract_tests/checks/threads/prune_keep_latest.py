"""Pruning with the strategy `keep_latest` leaves only the latest state of the thread.

If the target rejects the strategy, it does not offer the feature.

Why: `keep_latest` saves space and keeps conversations usable. If the latest state is deleted too, the thread
opens empty; if the older ones stay, no space is saved.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L444
"""

from http import HTTPStatus

from contract_tests.actions.threads import message_ids, read_all, stateful_thread
from contract_tests.findings.finding import NotOffered
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered


@check("threads.prune.keep_latest", operation="prune_threads", tier=3, feature="prune")
def keep_latest(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=2)["thread_id"]
    body = {"thread_ids": [thread_id], "strategy": "keep_latest"}
    pruned = ctx.call("prune_threads", body=body)
    if pruned.status == HTTPStatus.UNPROCESSABLE_ENTITY:
        raise NotOffered("the target rejects keep_latest", pruned)
    offered(ctx, pruned)
    states = read_all(ctx, thread_id)
    actual = [message_ids(state) for state in states.json]
    expect.equal(ctx, states, actual, [["m1", "m2"]], "/*/values/messages")
