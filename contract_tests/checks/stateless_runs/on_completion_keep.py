"""A stateless run with `on_completion: keep` leaves its thread and its state.

Why: A client that sends `on_completion: "keep"` continues later on the run's thread. If it is gone, so is
the conversation that should have been kept.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import left_thread_id, need_background_runs, start_by_operation
from contract_tests.actions.threads import message_ids
from contract_tests.client.exchange import Exchange
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually
from contract_tests.operation_groups import CREATING_ALONE, STARTING_ALONE, STARTING_BATCHES


@check("stateless_runs.on_completion_keep", operations=STARTING_ALONE | STARTING_BATCHES, tier=2)
def on_completion_keep(ctx: CheckContext) -> None:
    if ctx.operation.id in CREATING_ALONE:
        need_background_runs(ctx)
    started = ctx.need(start_by_operation(ctx, on_completion="keep", metadata={"colour": "red"}))
    thread_id = left_thread_id(ctx, started, "red")
    expect.equal(ctx, started, thread_id is not None, expected=True)
    path = {"thread_id": thread_id or ""}
    thread = eventually(ctx, lambda: ctx.call("get_thread", path=path), _is_idle)
    expect.status(ctx, thread, 200)
    expect.equal(ctx, thread, thread.json["status"], "idle", "/status")
    state = ctx.need(ctx.call("get_state", path=path))
    expect.equal(ctx, state, message_ids(state.json)[:1], ["m1"], "/values/messages")


def _is_idle(thread: Exchange) -> bool:
    return thread.ok and thread.json["status"] == "idle"
