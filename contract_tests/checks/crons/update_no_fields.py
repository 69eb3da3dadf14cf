"""An update without any field is rejected with 400.

Why: An empty update is a bug in the client. The SDK sends it if it is called without arguments, and a server
that accepts it changes nothing, which does no harm.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L326
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("crons.update.no_fields", operation="update_cron", tier=3, level="should", feature="crons")
def no_fields(ctx: CheckContext) -> None:
    expect.status(ctx, crons.update(ctx, crons.create(ctx)), 400)
