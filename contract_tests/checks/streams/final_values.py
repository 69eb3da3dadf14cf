"""The last `values` event of a stream equals the state after the run.

Why: `useStream` shows the last values until it has loaded the state. If they differ, the answer changes
before the user's eyes at the end of the run.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L636
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.threads import read_state
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.final_values", operation="stream_thread_run", tier=1)
def final_values(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    streamed = stream_run(ctx, thread_id, stream_mode=["values", "tasks"])
    last = streamed.named("values")[-1:]
    if not last:
        raise Blocked("a stream of values has none", streamed)
    expect.state_values(ctx, streamed, last[0].data, read_state(ctx, thread_id))
