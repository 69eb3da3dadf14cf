"""`include=ttl` returns the time to live that the thread was created with.

If it returns none, the target does not offer the feature.

Why: `threads.get(id, include=["ttl"])` is how a client learns when a thread will expire. Without it, the
client can't warn its user before the conversation is gone.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L48
"""

from contract_tests.actions.threads import created_with_ttl, patch_ttl, read_with_ttl
from contract_tests.findings.finding import NotOffered
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

MINUTES = 90


@check("threads.create.ttl", operation="create_thread", tier=3)
def ttl(ctx: CheckContext) -> None:
    thread_id = created_with_ttl(ctx, MINUTES)
    read = read_with_ttl(ctx, thread_id)
    if read.json.get("ttl") is None:
        patch_ttl(ctx, thread_id, MINUTES)
        if read_with_ttl(ctx, thread_id).json.get("ttl") is None:
            raise NotOffered("include=ttl returns no time to live", read)
    received = read.json.get("ttl") or {}
    expect.equal(ctx, read, received.get("ttl_minutes"), MINUTES, "/ttl/ttl_minutes")
    expect.equal(ctx, read, received.get("strategy"), "delete", "/ttl/strategy")
