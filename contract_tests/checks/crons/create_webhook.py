"""A cron shows the `webhook` of its runs in `payload`.

The cron is disabled and is removed before it starts a run. A target that rejects the address, because it
can't resolve its host, is skipped.

Why: The runs of a cron are unattended, and a webhook is how their results leave the server. If it is lost
when the cron is created, nobody notices before the first result is missing.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L179
"""

from contract_tests.actions import crons
from contract_tests.findings.finding import Skipped
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING_RUNS_LATER

WEBHOOK = "https://example.com/webhook"


@check("crons.create.webhook", operations=CREATING_RUNS_LATER, tier=3, level="should", feature="crons")
def create_webhook(ctx: CheckContext) -> None:
    ctx.need(crons.create_or_update(ctx, enabled=False))
    cron = crons.create_or_update(ctx, enabled=False, webhook=WEBHOOK)
    if cron.refused:
        raise Skipped("the target rejects a webhook on example.com", cron)
    ctx.need(cron)
    expect.equal(ctx, cron, cron.json["payload"].get("webhook"), WEBHOOK, "/payload/webhook")
