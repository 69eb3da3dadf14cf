"""The response to creating a run arrives before the run ends: its status is `pending` or `running`.

Why: `runs.create` starts work in the background. If the response waits for the end of the run, the page
hangs for minutes, and proxies cut the request.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import start_run
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.create.pending", operation="create_thread_run", tier=1)
def create_pending(ctx: CheckContext) -> None:
    created = ctx.need(start_run(ctx, create_thread(ctx)["thread_id"]))
    ctx.expect(
        created.json["status"] in {"pending", "running"},
        expected="pending",
        received=created.json["status"],
        exchange=created,
        pointer="/status",
    )
