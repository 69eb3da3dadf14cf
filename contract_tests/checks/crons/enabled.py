"""A cron is enabled or paused as requested.

Why: A switch in a list of crons pauses and resumes them. A cron that stays paused never runs, which
goes unnoticed; one that stays enabled starts runs that a user has stopped.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L326
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING_RUNS_LATER


@check("crons.enabled", operations=CREATING_RUNS_LATER, tier=3, feature="crons")
def enabled(ctx: CheckContext) -> None:
    for is_enabled in (False, True):
        cron = ctx.need(crons.create_or_update(ctx, enabled=is_enabled))
        expect.equal(ctx, cron, cron.json["enabled"], is_enabled, "/enabled")
