"""A run shows the settings of its request in `kwargs`, and its multitask strategy as a field.

A target whose `kwargs` has another form is skipped.

Why: A run whose `config.tags` or stream modes are lost on the way behaves differently than requested, and
traces cannot be filtered by tag. `kwargs` is the only place that shows it.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L906
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.run_settings import SETTINGS, expect_settings
from contract_tests.actions.runs import list_runs, start_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING_ON_A_THREAD


@check("runs.create.settings", operations=STARTING_ON_A_THREAD, tier=2, level="should")
def settings(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    ctx.need(start_run(ctx, thread_id, ctx.operation.id, **SETTINGS, multitask_strategy="interrupt"))
    listed = list_runs(ctx, thread_id)
    run = expect_settings(ctx, listed)
    expect.equal(ctx, listed, run["multitask_strategy"], "interrupt", "/*/multitask_strategy")
