"""Reading a run returns it as it was created.

Why: Clients keep the create response and read the run again for its status. If the rest differs, they have
two versions of one run.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L906
"""

from contract_tests.actions.runs import created_run, read_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

UNCHANGED_FIELDS = ("run_id", "thread_id", "created_at", "multitask_strategy")


@check("runs.get.stored", operation="get_thread_run", tier=1)
def get_stored(ctx: CheckContext) -> None:
    run = created_run(ctx)
    read = read_run(ctx, run)
    changed = [name for name in UNCHANGED_FIELDS if not expect.is_same(read.json[name], run[name])]
    expect.equal(ctx, read, changed, [])
