"""Joining a resumable run with `Last-Event-ID: -1` streams it from its beginning.

Why: After a reload a page has nothing and requests the run from its beginning, as `useStream` does with
`reconnectOnMount`. If only the rest arrives, the answer begins in the middle of a sentence.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L679
"""

from contract_tests.actions.streams import event_tuples, join, last_event_id, resumable_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.resume_from_start", operation="join_thread_run_stream", tier=2)
def resume_from_start(ctx: CheckContext) -> None:
    path, whole = resumable_run(ctx)
    joined = join(ctx, path, headers=last_event_id("-1"))
    ctx.expect(
        event_tuples(joined.events) == event_tuples(whole.events),
        expected=f"all {len(whole.events)} events",
        received=expect.sequence_difference(event_tuples(joined.events), event_tuples(whole.events)),
        exchange=joined,
    )
