"""Another owner's cron is reported as not found (404).

Why: A cron holds an input and runs on behalf of its owner. A stranger who can change it controls another
person's agent.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L326
"""

from contract_tests.actions import crons
from contract_tests.client.operation_request import NO_BODY
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check(
    "crons.isolation",
    operations=("get_cron", "update_cron", "delete_cron"),
    tier=3,
    feature="crons",
    identities=2,
)
def isolation(ctx: CheckContext) -> None:
    cron = crons.create(ctx)
    crons.read(ctx, cron)
    body = {"metadata": {"colour": "red"}} if ctx.operation.id == "update_cron" else NO_BODY
    path = {"cron_id": cron["cron_id"]}
    expect.status(ctx, ctx.call(ctx.operation.id, path=path, body=body, other=True), 404)
