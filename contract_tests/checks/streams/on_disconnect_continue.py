"""A run continues when its client disconnects, by default and with `on_disconnect: continue`.

Why: With `reconnectOnMount`, `useStream` sends `continue` and joins again after a reload. If the run was
cancelled in between, only half an answer remains.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L590
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import list_runs, run_body, start_delays
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("streams.on_disconnect_continue", operation="stream_thread_run", tier=1)
def on_disconnect_continue(ctx: CheckContext) -> None:
    leave(ctx)
    leave(ctx, on_disconnect="continue")


def leave(ctx: CheckContext, **options: str) -> None:
    path = {"thread_id": create_thread(ctx)["thread_id"]}
    body = run_body(ctx, after_seconds=start_delays(ctx)[0], **options)
    with ctx.open_stream("stream_thread_run", path=path, body=body) as reader:
        ctx.need(reader.exchange)
    runs = eventually(
        ctx,
        lambda: list_runs(ctx, path["thread_id"]),
        lambda it: {run.get("status") for run in it.json}.isdisjoint({"pending", "running"}),
    )
    expect.equal(ctx, runs, [run.get("status") for run in runs.json], ["success"])
