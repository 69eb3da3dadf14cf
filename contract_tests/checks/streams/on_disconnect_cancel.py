"""A run with `on_disconnect: cancel` is cancelled when its client disconnects.

Why: `useStream` sends `cancel` unless it can join again, so that leaving the page ends the run. If the run
continues, the thread stays busy and the next message has to wait.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L590
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import PENDING_SECONDS, kept_thread_id, list_runs, run_body
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually
from contract_tests.operation_groups import STREAMING_RUNS


@check("streams.on_disconnect_cancel", operations=STREAMING_RUNS, tier=2)
def on_disconnect_cancel(ctx: CheckContext) -> None:
    on_thread = "{thread_id}" in ctx.operation.path
    path = {"thread_id": create_thread(ctx)["thread_id"]} if on_thread else {}
    kept: dict[str, Json] = {} if on_thread else {"on_completion": "keep", "metadata": {"colour": "blue"}}
    body = run_body(ctx, on_disconnect="cancel", after_seconds=PENDING_SECONDS, **kept)
    with ctx.open_stream(ctx.operation.id, path=path, body=body) as reader:
        ctx.need(reader.exchange)
        thread_id = path["thread_id"] if on_thread else kept_thread_id(ctx, "blue")
    runs = eventually(
        ctx,
        lambda: list_runs(ctx, thread_id),
        lambda it: [run.get("status") for run in it.json] == ["interrupted"],
    )
    expect.equal(ctx, runs, [run.get("status") for run in runs.json], ["interrupted"])
