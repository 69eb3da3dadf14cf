"""Searching and counting with `thread_id` includes only crons of that thread.

Why: A conversation shows its reminders by `thread_id`. If the filter is ignored, it shows those of other
conversations, and lets users delete them.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons
from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("crons.search.thread_id", operations=("search_crons", "count_crons"), tier=3, feature="crons")
def thread_id(ctx: CheckContext) -> None:
    own = create_thread(ctx)["thread_id"]
    crons.create(ctx, thread_id=own)
    crons.create(ctx)
    response, count = crons.find_by_operation(ctx, thread_id=own, metadata=ctx.mark)
    expect.equal(ctx, response, count, 1)
