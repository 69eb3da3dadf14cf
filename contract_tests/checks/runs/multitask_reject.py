"""A run with the multitask strategy `reject` is rejected with 409 while the thread has another run.

Why: A form that must not be submitted twice uses `reject` and shows 409 as "still working". A second run
books the second flight.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L81
"""

from contract_tests.actions.runs import (
    is_overlapping,
    list_runs,
    need_unfinished,
    read_run,
    run_statuses,
    send_run,
    unfinished_run,
)
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING_ON_A_THREAD


@check("runs.multitask.reject", operations=STARTING_ON_A_THREAD, tier=2)
def multitask_reject(ctx: CheckContext) -> None:
    run = unfinished_run(ctx)
    response = send_run(ctx, run["thread_id"], ctx.operation.id, multitask_strategy="reject")
    listed = list_runs(ctx, run["thread_id"])
    other_runs = [each for each in listed.json if each.get("run_id") != run["run_id"]]
    if response.ok and not (other_runs and is_overlapping(read_run(ctx, run).json, other_runs[0])):
        need_unfinished(ctx, run)
    expect.status(ctx, response, 409)
    statuses = run_statuses(listed)
    if ctx.run_context.survey.delays_runs is False:
        expect.equal(ctx, response, len(statuses), 1)
    else:
        expect.equal(ctx, response, statuses, ["pending"])
