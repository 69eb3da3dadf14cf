"""Rejoining a run with the id of its last event returns a stream that ends without any events.

Why: A connection may break after the last event. If the SDK, which reconnects with its id, receives that
event again, the last piece of text appears twice.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/stream.ts#L231
"""

from contract_tests.actions.streams import join, last_event_id, resumable_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.resume_after_last_event", operation="join_thread_run_stream", tier=2)
def resume_after_last_event(ctx: CheckContext) -> None:
    path, whole = resumable_run(ctx)
    joined = join(ctx, path, headers=last_event_id(whole.events[-1].id))
    expect.equal(ctx, joined, [list(joined.names), joined.is_complete], [[], True])
