"""A stateless run that keeps its thread shows the settings of its request in `kwargs`.

A target whose `kwargs` has another form is skipped.

Why: A run whose `config.tags` or stream modes are lost on the way behaves differently than requested, and
traces cannot be filtered by tag. `kwargs` is the only place that shows it.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L906
"""

from contract_tests.actions.run_settings import SETTINGS, expect_settings
from contract_tests.actions.runs import list_runs, need_background_runs, start_by_operation, stateless_threads
from contract_tests.findings.finding import Blocked
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually
from contract_tests.operation_groups import CREATING_ALONE, STARTING_ALONE, STARTING_BATCHES


@check("stateless_runs.settings", operations=STARTING_ALONE | STARTING_BATCHES, tier=2, level="should")
def settings(ctx: CheckContext) -> None:
    if ctx.operation.id in CREATING_ALONE:
        need_background_runs(ctx)
    kept = {"on_completion": "keep", "metadata": {"colour": "violet"}}
    ctx.need(start_by_operation(ctx, **SETTINGS, **kept))
    threads = eventually(ctx, lambda: stateless_threads(ctx, "violet"), lambda found: bool(found.json))
    if not threads.json:
        raise Blocked("the thread of the run is not found by the metadata of the run", threads)
    expect_settings(ctx, list_runs(ctx, threads.json[0]["thread_id"]))
