"""A run with the multitask strategy `reject` is rejected with 409 while the thread has another run.

Why: A form that must not be submitted twice uses `reject` and shows 409 as "still working". A second run
books the second flight.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L81
"""

from contract_tests.actions.runs import list_runs, pending_run, start_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING_ON_A_THREAD


@check("runs.multitask.reject", operations=STARTING_ON_A_THREAD, tier=2)
def multitask_reject(ctx: CheckContext) -> None:
    run = pending_run(ctx)
    refused = start_run(ctx, run["thread_id"], ctx.operation.id, multitask_strategy="reject")
    expect.status(ctx, refused, 409)
    listed = list_runs(ctx, run["thread_id"])
    expect.equal(ctx, refused, [each.get("status") for each in listed.json], ["pending"])
