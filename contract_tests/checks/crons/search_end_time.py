"""Searching sorts crons by `end_time`, even if some have none.

Why: `sort_by="end_time"` is in the SDK. Most crons have no end time: if one such cron makes the search fail,
the list breaks for everybody.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

EARLY, LATE = "2098-01-01T00:00:00Z", "2099-01-01T00:00:00Z"


@check("crons.search.end_time", operation="search_crons", tier=3, feature="crons")
def end_time(ctx: CheckContext) -> None:
    own_ids = [crons.create(ctx, **end)["cron_id"] for end in ({"end_time": LATE}, {}, {"end_time": EARLY})]
    body = {"sort_by": "end_time", "sort_order": "asc", "metadata": ctx.mark}
    response = ctx.send(ctx.operation, OperationRequest(body=body))
    expect.status(ctx, response, 200)
    numbers = {cron_id: number for number, cron_id in enumerate(own_ids, 1)}
    found = [numbers.get(cron["cron_id"], 0) for cron in response.json if cron["end_time"]]
    expect.numbered(ctx, response, found, [3, 1], "cron")
