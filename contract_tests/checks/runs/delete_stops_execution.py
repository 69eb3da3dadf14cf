"""A running run that is deleted stops writing to its thread.

Why: Clients delete a running run to stop it. If it continues, its answer appears in the conversation from a
run that can no longer be found.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1156
"""

from contract_tests.actions.runs import messages_input, run_path, run_to_success, running_run
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.delete.stops_execution", operation="delete_thread_run", tier=2)
def delete_stops_execution(ctx: CheckContext) -> None:
    run = running_run(ctx)
    deleted = ctx.need(ctx.call("delete_thread_run", path=run_path(run)))
    before = message_ids(read_state(ctx, run["thread_id"]).json)
    run_to_success(ctx, run["thread_id"], input=messages_input(ctx, "m2"))
    after = message_ids(read_state(ctx, run["thread_id"]).json)
    kept = after[: after.index("m2")] if "m2" in after else after
    ctx.expect(
        len(kept) <= len(before),
        expected=f"at most the {len(before)} messages that the run had written when it was deleted",
        received=f"{len(kept)} messages",
        exchange=deleted,
    )
