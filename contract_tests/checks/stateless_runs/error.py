"""Waiting for a stateless run that fails returns 200 and the error as `__error__`.

Why: Both SDKs raise an exception if `runs.wait` finds `__error__` in the values. Without it, the program
takes an incomplete state for the answer.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L846
"""

from contract_tests.actions.runs import run_body
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("stateless_runs.error", operation="wait_run", tier=2)
def error(ctx: CheckContext) -> None:
    ctx.need(ctx.call("wait_run", body=run_body(ctx)))
    waited = ctx.call("wait_run", body=run_body(ctx, assistant_id=ctx.graph_for("failing")))
    expect.status(ctx, waited, 200)
    body = waited.json if isinstance(waited.json, dict) else {}
    expect.equal(ctx, waited, sorted(body.get("__error__", {})), ["error", "message"], "/__error__")
