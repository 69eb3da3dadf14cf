"""Joining a finished run without `Last-Event-ID` returns a stream that ends without any events.

Why: A page may join a run that has just ended. If the stream never ends, the page loads indefinitely;
events that are sent again appear twice on the page.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1097
"""

from contract_tests.actions.runs import run_path, run_to_success
from contract_tests.actions.streams import join
from contract_tests.client.stream import StreamedExchange
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.join_finished", operation="join_thread_run_stream", tier=2)
def join_finished(ctx: CheckContext) -> None:
    run = run_to_success(ctx, stream_resumable=True)
    joined = join(ctx, run_path(run))
    ctx.expect(
        joined.is_complete and not joined.names,
        expected="a stream that ends without any events",
        received=_described(joined),
        exchange=joined,
    )


def _described(joined: StreamedExchange) -> str:
    names = f"the events {', '.join(joined.names)}" if joined.names else "no events"
    return f"{names}, and {'the end' if joined.is_complete else 'no end'} of the stream"
