"""Rejoining a run with `Last-Event-ID` streams exactly the missed events, each once and in order.

Why: Both SDKs reconnect automatically with the id of the last event. A missing event leaves a gap in the
text; a repeated one doubles a word, without any error.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/http.py#L247
"""

from contract_tests.actions.streams import event_tuples, join, last_event_id, resumable_run, split_stream
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.resume_missed_events", operation="join_thread_run_stream", tier=2)
def resume_missed_events(ctx: CheckContext) -> None:
    path, whole = resumable_run(ctx)
    last, missed = split_stream(whole)
    joined = join(ctx, path, headers=last_event_id(last))
    if not missed:
        raise Blocked("a stream of one event can't be cut", whole)
    ctx.expect(
        event_tuples(joined.events) == event_tuples(missed),
        expected=f"the {len(missed)} events after it",
        received=expect.sequence_difference(event_tuples(joined.events), event_tuples(missed)),
        exchange=joined,
    )
