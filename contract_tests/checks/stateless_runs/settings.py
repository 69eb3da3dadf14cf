"""A stateless run that keeps its thread shows the settings of its request in `kwargs`.

A target whose `kwargs` has another form is skipped.

Why: A run whose `config.tags` or stream modes are lost on the way behaves differently than requested, and
traces cannot be filtered by tag. `kwargs` is the only place that shows it.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L906
"""

from contract_tests.actions.run_settings import SETTINGS, expect_settings
from contract_tests.actions.runs import kept_thread_id, list_runs, need_background_runs, start_by_operation
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING_ALONE, STARTING_ALONE, STARTING_BATCHES


@check(
    "stateless_runs.settings",
    operations=STARTING_ALONE | STARTING_BATCHES,
    tier=2,
    level="should",
    whole_replay=True,
)
def settings(ctx: CheckContext) -> None:
    if ctx.operation.id in CREATING_ALONE:
        need_background_runs(ctx)
    kept = {"on_completion": "keep", "metadata": {"colour": "violet"}}
    started = ctx.need(start_by_operation(ctx, **SETTINGS, **kept))
    expect_settings(ctx, list_runs(ctx, kept_thread_id(ctx, started, "violet")))
