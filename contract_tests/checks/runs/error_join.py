"""Joining a failed run returns 200 and the error as `__error__`.

Why: Programs that join look for `__error__` in the values, as the SDKs' `wait` does. With a 500 instead,
the JavaScript SDK joins four more times; with plain values, the failure goes unnoticed.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1060
"""

from contract_tests.actions.runs import run_path, run_to_end
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.error.join", operation="join_thread_run", tier=2)
def error_join(ctx: CheckContext) -> None:
    run = run_to_end(ctx, assistant_id=ctx.graph_for("failing"))
    if run["status"] != "error":
        operation = ctx.run_context.contract.by_id["create_thread_run"]
        reason = f"a failing run ends with the status {run['status']}"
        raise Blocked.by_finding("runs.error.status", operation, reason, ctx.exchanges[-1])
    joined = ctx.call("join_thread_run", path=run_path(run))
    expect.status(ctx, joined, 200)
    body = joined.json if isinstance(joined.json, dict) else {}
    expect.equal(ctx, joined, sorted(body.get("__error__", {})), ["error", "message"], "/__error__")
