"""A run with `on_disconnect: cancel` is cancelled when its client disconnects.

Why: `useStream` sends `cancel` unless it can join again, so that leaving the page ends the run. If the run
continues, the thread stays busy and the next message has to wait.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L590
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import PENDING_SECONDS, list_runs, run_body
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("streams.on_disconnect_cancel", operation="stream_thread_run", tier=2)
def on_disconnect_cancel(ctx: CheckContext) -> None:
    path = {"thread_id": create_thread(ctx)["thread_id"]}
    body = run_body(ctx, on_disconnect="cancel", after_seconds=PENDING_SECONDS)
    with ctx.open_stream("stream_thread_run", path=path, body=body) as reader:
        ctx.need(reader.exchange)
    runs = eventually(
        ctx,
        lambda: list_runs(ctx, path["thread_id"]),
        lambda it: [run.get("status") for run in it.json] == ["interrupted"],
    )
    expect.equal(ctx, runs, [run.get("status") for run in runs.json], ["interrupted"])
