"""Searching with `ids` does not find another owner's threads.

Why: Thread ids are part of page URLs, and get shared. A search by ids that ignores the owner gives a stranger
the whole conversation.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.search import add_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.isolation.search", operation="search_threads", tier=2, identities=2)
def search(ctx: CheckContext) -> None:
    foreign = create_thread(ctx, other=True)["thread_id"]
    seen = ctx.call("search_threads", body={"ids": [foreign]}, other=True)
    expect.equal(ctx, ctx.need(seen), len(seen.json), 1)
    own = add_searchable(ctx, 1)
    found = own.search(ids=[foreign, *own.ids])
    expect.numbered(ctx, found, own.numbers(found), [1], own.kind.name)
