"""Reading a cron returns it as it was created.

Why: A form shows a cron as it was read, and saves all of its fields. If they differ from those that it was
created with, saving alone changes the schedule.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L179
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("crons.create.stored", operations=("create_cron", "create_thread_cron"), tier=3, feature="crons")
def stored(ctx: CheckContext) -> None:
    created = ctx.need(crons.create_or_update(ctx, metadata={"shape": "round"}))
    read, cron = crons.read(ctx, created.json)
    expect.equal(ctx, read, cron["metadata"].get("shape"), "round", "/metadata/shape")
    expect.equal(ctx, read, cron["schedule"], crons.YEARLY, "/schedule")
    for name in ("thread_id", "assistant_id", "next_run_date"):
        expect.same_as(
            ctx,
            read,
            cron[name],
            created.json[name],
            what="the response to the creation",
            pointer=f"/{name}",
        )
