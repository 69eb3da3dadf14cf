"""`include=ttl` returns the time to live that an update of the thread has set.

If it returns none before and after the update, the target does not offer the feature.

Why: `threads.update(id, ttl=...)` keeps a conversation that is still in use, or lets an old one expire. If
the update is lost, the thread is deleted at the time that was set first.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L48
"""

from contract_tests.actions.threads import created_with_ttl, patch_ttl, read_with_ttl
from contract_tests.findings.finding import NotOffered
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

EARLIER, MINUTES = 90, 45


@check("threads.patch.ttl", operation="update_thread", tier=3)
def ttl(ctx: CheckContext) -> None:
    thread_id = created_with_ttl(ctx, EARLIER)
    before = read_with_ttl(ctx, thread_id).json.get("ttl")
    patch_ttl(ctx, thread_id, MINUTES)
    read = read_with_ttl(ctx, thread_id)
    received = read.json.get("ttl")
    if before is None and received is None:
        raise NotOffered("include=ttl returns no time to live", read)
    expect.equal(ctx, read, (received or {}).get("ttl_minutes"), MINUTES, "/ttl/ttl_minutes")
