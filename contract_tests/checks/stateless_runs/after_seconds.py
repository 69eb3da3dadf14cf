"""A stateless run with `after_seconds` stays pending until then, alone and in a batch.

Why: Follow-ups and retries are created with `after_seconds`, and no client waits for them. If they start at
once, a reminder arrives immediately and a retry fails again.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import (
    PENDING_SECONDS,
    created_by_operation,
    read_run,
    run_to_success,
    start_by_operation,
)
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING_ALONE


@check("stateless_runs.after_seconds", operations=CREATING_ALONE, tier=3, whole_replay=True)
def after_seconds(ctx: CheckContext) -> None:
    created = ctx.need(start_by_operation(ctx, after_seconds=PENDING_SECONDS, on_completion="keep"))
    run = created_by_operation(created)
    run_to_success(ctx)
    waiting = read_run(ctx, run)
    expect.equal(ctx, waiting, waiting.json["status"], "pending", "/status")
