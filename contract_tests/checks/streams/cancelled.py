"""The stream of a cancelled run ends without an error.

Why: A second tab follows a run that is stopped in the first one. `useStream` reports the event `error` as a
failure, and agent-chat-ui shows a red message for what the user has requested.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/index.tsx#L169
"""

from contract_tests.actions.runs import cancel_run, pending_run, run_path
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.cancelled", operation="join_thread_run_stream", tier=2)
def cancelled(ctx: CheckContext) -> None:
    run = pending_run(ctx)
    with ctx.open_stream("join_thread_run_stream", path=run_path(run)) as reader:
        ctx.need(reader.exchange)
        cancel_run(ctx, run)
        reader.read_until()
    reported = {"ended": reader.exchange.is_complete, "error": "error" in reader.exchange.names}
    expect.equal(ctx, reader.exchange, reported, {"ended": True, "error": False})
