"""`include=ttl` returns the time to live that the thread was created with.

If it returns none, the target does not offer the feature.

Why: `threads.get(id, include=["ttl"])` is how a client learns when a thread will expire. Without it, the
client can't warn its user before the conversation is gone.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L48
"""

from contract_tests.actions.resources import create_thread
from contract_tests.findings.finding import NotOffered
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

MINUTES = 90


@check("threads.create.ttl", operation="create_thread", tier=3)
def ttl(ctx: CheckContext) -> None:
    created = create_thread(ctx, ttl={"strategy": "delete", "ttl": MINUTES})
    path = {"thread_id": created["thread_id"]}
    read = ctx.need(ctx.call("get_thread", path=path, query={"include": "ttl"}))
    received = read.json.get("ttl")
    if received is None:
        raise NotOffered("include=ttl returns no time to live", read)
    expect.equal(ctx, read, received.get("ttl_minutes"), MINUTES, "/ttl/ttl_minutes")
    expect.equal(ctx, read, received.get("strategy"), "delete", "/ttl/strategy")
