"""A run whose graph fails has the status `error`.

Why: Programs that poll a run stop at `error` and report it. If a failed run looks successful, they continue
with values that do not exist.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L23
"""

from contract_tests.actions.runs import read_run, run_to_end
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.error.status", operation="create_thread_run", tier=1)
def error_status(ctx: CheckContext) -> None:
    run = read_run(ctx, run_to_end(ctx, assistant_id=ctx.graph_for("failing")))
    expect.equal(ctx, run, run.json["status"], "error", "/status")
