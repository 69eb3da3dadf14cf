"""A run continues when its client disconnects, by default and with `on_disconnect: continue`.

Why: With `reconnectOnMount`, `useStream` sends `continue` and joins again after a reload. If the run was
cancelled in between, only half an answer remains.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L590
"""

from contract_tests.actions.runs import run_statuses, start_delays
from contract_tests.actions.streams import runs_after_leaving
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.on_disconnect_continue", operation="stream_thread_run", tier=1)
def on_disconnect_continue(ctx: CheckContext) -> None:
    leave(ctx)
    leave(ctx, on_disconnect="continue")


def leave(ctx: CheckContext, **options: Json) -> None:
    runs = runs_after_leaving(ctx, start_delays(ctx)[0], **options)
    expect.equal(ctx, runs, run_statuses(runs), ["success"])
