"""A stateless run with `on_completion: keep` leaves its thread and its state.

Why: A client that sends `on_completion: "keep"` continues later on the run's thread. If it is gone, so is
the conversation that should have been kept.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import need_background_runs, start_by_operation, stateless_threads
from contract_tests.actions.threads import message_ids
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually
from contract_tests.operation_groups import CREATING_ALONE, STARTING_ALONE, STARTING_BATCHES


@check("stateless_runs.on_completion_keep", operations=STARTING_ALONE | STARTING_BATCHES, tier=2)
def on_completion_keep(ctx: CheckContext) -> None:
    if ctx.operation.id in CREATING_ALONE:
        need_background_runs(ctx)
    response = ctx.need(start_by_operation(ctx, on_completion="keep", metadata={"colour": "red"}))
    threads = eventually(
        ctx,
        lambda: stateless_threads(ctx, "red"),
        lambda it: [thread.get("status") for thread in it.json] == ["idle"],
    )
    expect.equal(ctx, response, [thread.get("status") for thread in threads.json], ["idle"])
    state = ctx.need(ctx.call("get_state", path={"thread_id": threads.json[0].get("thread_id", "")}))
    expect.equal(ctx, response, message_ids(state.json)[:1], ["m1"])
