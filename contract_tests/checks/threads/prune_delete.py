"""Pruning deletes the given threads, and no others.

Why: `threads.prune` can't be undone: one thread too many is a lost conversation, one too few is data that
should have been deleted.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L444
"""

from contract_tests.actions.search_fixture import add_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered


@check("threads.prune.delete", operation="prune_threads", tier=3, feature="prune")
def delete(ctx: CheckContext) -> None:
    population = add_searchable(ctx, 3)
    first, second, _ = population.ids
    offered(ctx, ctx.call("prune_threads", body={"thread_ids": [first, second]}))
    found = population.search()
    expect.numbered(ctx, found, population.numbers(found), [3], population.kind.name)
