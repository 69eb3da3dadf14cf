"""All readers of a run receive the same events with the same ids, in the same order.

Why: Two tabs, or a tab that reconnects, show one conversation. If ids differ between readers, resuming with
one of them skips or repeats events.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/stream.ts#L231
"""

from contract_tests.actions.runs import joined_run
from contract_tests.actions.streams import event_tuples
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

MODES = ["values", "updates", "messages-tuple"]


@check("streams.two_readers", operation="join_thread_run_stream", tier=2)
def two_readers(ctx: CheckContext) -> None:
    body = {"stream_mode": MODES, "stream_resumable": True}
    with joined_run(ctx, readers=2, **body) as (_, (first, second)):
        one = event_tuples(first.read_until())
        two = event_tuples(second.read_until())
    if not one:
        raise Blocked("joining a pending run streams no events", first.exchange)
    ctx.expect(
        one == two,
        expected=f"the {len(one)} events of the first client",
        received=expect.sequence_difference(two, one),
        exchange=second.exchange,
    )
