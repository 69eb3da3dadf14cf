"""A stream begins with the id of its run, the same as in `Content-Location`.

Why: A program that ignores headers finds here which run it can stop or join; `useStream` passes it to
`onMetadataEvent`. Without it, a Stop that is pressed early has nothing to stop.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/manager.ts#L804
"""

from contract_tests.actions.runs import stream_by_operation
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STREAMING_RUNS


@check("streams.run_id", operations=STREAMING_RUNS, tier=1)
def run_id(ctx: CheckContext) -> None:
    streamed = stream_by_operation(ctx)
    named = [event.data.get("run_id") for event in streamed.named("metadata")][:1]
    if not named:  # the grammar of the stream requires it as the first event
        raise Blocked("the stream has no metadata", streamed)
    if "content-location" not in streamed.headers:
        raise Blocked.by_finding(
            "shape.headers", ctx.operation, "no Content-Location names the run", streamed
        )
    location = streamed.headers.get("content-location", "").rpartition("/")[2]
    ctx.expect(
        named == [location],
        expected="the run of Content-Location",
        received=expect.shown(named[0]),
        exchange=streamed,
        pointer="metadata/run_id",
    )
