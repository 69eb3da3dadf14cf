"""Searching with `ids` does not find another owner's threads.

Why: Thread ids are part of page URLs, and get shared. A search by ids that ignores the owner gives a stranger
the whole conversation.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from contract_tests.actions.resources import create_thread
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.isolation.search", operation="search_threads", tier=2, identities=2)
def search(ctx: CheckContext) -> None:
    foreign = create_thread(ctx, other=True)["thread_id"]
    seen = ctx.need(ctx.call("search_threads", body={"ids": [foreign]}, other=True))
    if foreign not in _ids(seen):
        raise Blocked("an owner does not find its own thread by `ids`", seen)
    own = ctx.call("search_threads", body={"ids": [foreign, create_thread(ctx)["thread_id"]]})
    ctx.expect(
        foreign not in _ids(ctx.need(own)),
        expected="no thread of another owner",
        received="a thread of another owner",
        exchange=own,
    )


def _ids(found: Exchange) -> list[Json]:
    return [each["thread_id"] for each in found.json]
