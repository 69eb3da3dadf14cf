"""Searching and counting with `metadata` includes only crons whose metadata contains it.

Why: Clients find the crons that they have created by metadata, so that they don't create them twice. If the
filter is ignored, or nothing is found, each start adds another nightly run.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("crons.search.metadata", operations=("search_crons", "count_crons"), tier=3, feature="crons")
def metadata(ctx: CheckContext) -> None:
    crons.create(ctx, metadata={"colour": "red"})
    crons.create(ctx, metadata={"colour": "blue"})
    response, count = crons.find_by_operation(ctx, metadata={"colour": "red", **ctx.mark})
    expect.equal(ctx, response, count, 1)
