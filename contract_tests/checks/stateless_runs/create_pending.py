"""The response to creating a stateless run arrives before the run ends: its status is `pending` or `running`.

Why: `runs.create(None, ...)` starts work in the background. If the response waits for the end of the run,
the caller hangs, and proxies cut the request.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import run_body
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("stateless_runs.create.pending", operation="create_run", tier=2)
def create_pending(ctx: CheckContext) -> None:
    created = ctx.need(ctx.call("create_run", body=run_body(ctx)))
    ctx.expect(
        created.json["status"] in {"pending", "running"},
        expected="pending",
        received=created.json["status"],
        exchange=created,
        pointer="/status",
    )
