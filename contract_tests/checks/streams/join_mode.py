"""Joining with `stream_mode` streams only events of that mode.

Why: Clients join with the modes that they can show. Other events cost a phone its traffic, and a program
that ignores the name of an event takes them for the requested ones.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1097
"""

from contract_tests.actions.streams import event_tuples, join, last_event_id, resumable_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.join_mode", operation="join_thread_run_stream", tier=2)
def join_mode(ctx: CheckContext) -> None:
    path, whole = resumable_run(ctx)
    joined = join(ctx, path, headers=last_event_id("-1"), query={"stream_mode": "updates"})
    expected = whole.named("updates")
    ctx.expect(
        event_tuples(joined.events) == event_tuples(expected),
        expected=f"the {len(expected)} events of the mode updates",
        received=expect.sequence_difference(event_tuples(joined.events), event_tuples(expected)),
        exchange=joined,
    )
