"""Searching and counting with `assistant_id` includes only crons of that assistant.

Why: An assistant's page lists its schedules. If the filter is ignored, it shows those of other assistants,
and lets users delete them.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons
from contract_tests.actions.resources import create_assistant
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("crons.search.assistant_id", operations=("search_crons", "count_crons"), tier=3, feature="crons")
def assistant_id(ctx: CheckContext) -> None:
    own = create_assistant(ctx)["assistant_id"]
    crons.create(ctx, assistant_id=own)
    crons.create(ctx)
    response, count = crons.find_by_operation(ctx, assistant_id=own, metadata=ctx.mark)
    expect.equal(ctx, response, count, 1)
