"""Joining a run before it starts streams all its events, from the first to the last.

Why: `StreamOrchestrator` of the JavaScript SDK joins runs that it has queued, possibly before they start.
If the beginning is missing, so is the user's question or the first half of the answer.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/orchestrator.ts#L1085
"""

from contract_tests.actions.runs import joined_run
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.join_pending", operation="join_thread_run_stream", tier=2)
def join_pending(ctx: CheckContext) -> None:
    with joined_run(ctx, readers=1) as (run, (reader,)):
        reader.read_until()
    joined = reader.exchange
    names = [event.name for event in joined.events]
    expect.equal(ctx, joined, names[:2], ["metadata", "values"])
    expect.state_values(ctx, joined, joined.events[-1].data, read_state(ctx, run["thread_id"]))
