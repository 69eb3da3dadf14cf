"""The stream of a run ends when the run has ended.

Why: `useStream` is loading until the server closes the stream. If it never does, the page shows the answer as
unfinished and its input stays locked.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/manager.ts#L792
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import run_body
from contract_tests.client.stream import StreamedExchange
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STREAMING_RUNS

END_SECONDS = 5.0
"""Minimum seconds that a stream may take to end, on a target that is near and fast."""

RUN_FACTOR = 10
"""A stream may take this many times as long as the same run without a stream."""


@check("streams.end", operations=STREAMING_RUNS, tier=1)
def end(ctx: CheckContext) -> None:
    enough = max(END_SECONDS, RUN_FACTOR * _seconds_of_a_run(ctx))
    streamed = _run(ctx, ctx.operation.id, at_most=enough)
    ctx.need(streamed)
    expect.equal(ctx, streamed, {"ended": streamed.is_complete}, {"ended": True})


def _seconds_of_a_run(ctx: CheckContext) -> float:
    """Return how long a run takes that is not streamed; on a target that waits for none, by the survey."""
    waiting = ctx.operation.id.replace("stream", "wait", 1)
    if ctx.run_context.survey.offer(waiting).availability in {"missing", "broken"}:
        return ctx.run_context.survey.slowest_run
    return ctx.need(_run(ctx, waiting)).response.elapsed


def _run(ctx: CheckContext, operation_id: str, at_most: float | None = None) -> StreamedExchange:
    on_thread = "{thread_id}" in ctx.operation.path
    path: Json = {"thread_id": create_thread(ctx)["thread_id"]} if on_thread else {}
    return ctx.stream(operation_id, path=path, body=run_body(ctx), at_most=at_most)
