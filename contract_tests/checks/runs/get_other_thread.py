"""A run can be read only through its own thread; any other thread returns 404.

Why: Anyone who may read a thread may read its runs. If any run opens under the path of any thread, this
permission is worthless.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L906
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import created_run, read_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.get.other_thread", operation="get_thread_run", tier=2, whole_replay=True)
def get_other_thread(ctx: CheckContext) -> None:
    run, other = created_run(ctx), create_thread(ctx)["thread_id"]
    read_run(ctx, run)
    path = {"thread_id": other, "run_id": run["run_id"]}
    expect.status(ctx, ctx.call("get_thread_run", path=path), 404)
