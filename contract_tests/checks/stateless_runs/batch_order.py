"""A batch returns one run per item of the request, in the same order.

Why: Only the order links the response to the request. If it differs, each document gets the summary of
another one.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L607
"""

from contract_tests.actions.runs import later, run_body
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

COLOURS = ["red", "green", "blue"]


@check("stateless_runs.batch.order", operation="create_runs_batch", tier=3)
def batch_order(ctx: CheckContext) -> None:
    body = [run_body(ctx, metadata={"colour": colour}, **later(ctx)) for colour in COLOURS]
    created = ctx.need(ctx.call("create_runs_batch", body=body))
    colours = [run["metadata"].get("colour") for run in created.json]
    expect.equal(ctx, created, colours, COLOURS, "/*/metadata/colour")
