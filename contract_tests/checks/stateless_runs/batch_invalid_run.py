"""A batch with an invalid run is rejected as a whole, with 404 for an unknown assistant.

Why: A client that gets an error sends the whole batch again. Runs that were started by the first attempt
then run twice.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L607
"""

from contract_tests.actions.runs import later, run_body
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("stateless_runs.batch.invalid_run", operation="create_runs_batch", tier=3)
def batch_invalid_run(ctx: CheckContext) -> None:
    good = run_body(ctx, **later(ctx))
    ctx.need(ctx.call("create_runs_batch", body=[good]))
    bad = {**good, "assistant_id": ctx.new_id()}
    expect.status(ctx, ctx.call("create_runs_batch", body=[bad]), 404)
