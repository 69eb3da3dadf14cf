"""The stream of a failed run ends with an `error` event that describes the failure.

Why: `useStream`, `RemoteGraph` and CopilotKit's adapter detect a failure only by the event `error`. If the
stream just ends, the incomplete answer looks complete, and the failure goes unnoticed.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/manager.ts#L793
"""

from contract_tests.actions.runs import stream_by_operation
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STREAMING_RUNS


@check("streams.error", operations=STREAMING_RUNS, tier=1)
def error(ctx: CheckContext) -> None:
    streamed = stream_by_operation(ctx, assistant_id=ctx.graph_for("failing"))
    expect.equal(ctx, streamed, list(streamed.names[-1:]), ["error"])
    received = streamed.events[-1].data
    expect.equal(ctx, streamed, [name for name in ("error", "message") if not received[name]], [], "error")
