"""The stream of a run contains each event only once.

Why: Clients accumulate events: `onUpdateEvent` appends a node's messages, and a timeline draws each task.
Repeated events appear twice until the page is reloaded.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L247
"""

from contract_tests.actions.runs import stream_by_operation
from contract_tests.actions.streams import duplicates
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STREAMING_RUNS

MODES = ["checkpoints", "debug", "messages", "tasks", "updates", "values"]


@check("streams.no_duplicates", operations=STREAMING_RUNS, tier=2)
def no_duplicates(ctx: CheckContext) -> None:
    streamed = stream_by_operation(ctx, stream_mode=MODES)
    often = duplicates(streamed.events)
    ctx.expect(
        not often,
        expected="each event once",
        received=f"the same event several times: {', '.join(often)}",
        exchange=streamed,
    )
