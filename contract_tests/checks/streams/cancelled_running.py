"""The stream of a running run that is cancelled ends at once, without an error.

Why: `useStream` is loading until its stream ends. If that stays open after a stop, the page loads
indefinitely; if it ends with `error`, it shows a failure for what the user has requested.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/manager.ts#L793
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import cancel_run, run_body
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.cancelled_running", operation="stream_thread_run", tier=2)
def cancelled_running(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    body = run_body(ctx, assistant_id=ctx.graph_for("slow"))
    with ctx.open_stream("stream_thread_run", path={"thread_id": thread_id}, body=body) as reader:
        first = reader.next()
        if first is None or not isinstance(first.data, dict) or "run_id" not in first.data:
            raise Blocked("the stream does not start with its run", reader.exchange)
        cancel_run(ctx, {"thread_id": thread_id, "run_id": first.data["run_id"]})
        reader.read_until()
    reported = {"ended": reader.exchange.is_complete, "error": "error" in reader.exchange.names}
    expect.equal(ctx, reader.exchange, reported, {"ended": True, "error": False})
