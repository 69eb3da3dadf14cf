"""An update merges new metadata into the metadata of the cron.

Why: Clients send only the keys that change. If the others are lost, the client that created the cron can't
find it any more.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L326
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("crons.update.metadata", operation="update_cron", tier=3, feature="crons")
def metadata(ctx: CheckContext) -> None:
    cron = crons.create(ctx, metadata={"colour": "red", "size": 1})
    changed = ctx.need(crons.update(ctx, cron, metadata={"size": 2}))
    kept = {name: changed.json["metadata"].get(name) for name in ("colour", "size")}
    expect.equal(ctx, changed, kept, {"colour": "red", "size": 2}, "/metadata")
