"""A run contains the id of the thread that it is created on.

Why: `StreamOrchestrator` of the JavaScript SDK queues runs that it has created, and joins them one by one.
A run with the id of another thread is joined there, which ends in 404.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/orchestrator.ts#L1144
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import start_run
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.create.thread_id", operation="create_thread_run", tier=1)
def create_names(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    created = ctx.need(start_run(ctx, thread_id))
    ctx.expect(
        created.json["thread_id"] == thread_id,
        expected=thread_id,
        received=created.json["thread_id"],
        exchange=created,
        pointer="/thread_id",
    )
