"""Joining a resumable run for its values keeps its events for those who stream it later.

Why: A backend waits for a run with `runs.join`, while the page that shows it streams it from the beginning,
as `useStream` does after a reload. If joining drops the events, the page stays empty.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L679
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import create_run, need_background_runs, polled, run_path
from contract_tests.actions.streams import MODES, join, last_event_id
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.join.keeps_events", operation="join_thread_run", tier=2)
def keeps_events(ctx: CheckContext) -> None:
    need_background_runs(ctx)
    unjoined = join(ctx, run_path(polled(ctx, _resumable(ctx))), headers=last_event_id("-1"))
    if not unjoined.names:
        operation = ctx.run_context.contract.by_id["create_thread_run"]
        reason = "a resumable run has no events"
        raise Blocked.by_finding("streams.join_created", operation, reason, unjoined)
    run = _resumable(ctx)
    ctx.need(ctx.call("join_thread_run", path=run_path(run)))
    joined = join(ctx, run_path(run), headers=last_event_id("-1"))
    expect.equal(ctx, joined, sorted({*joined.names}), sorted({*unjoined.names}))


def _resumable(ctx: CheckContext) -> Json:
    """Start a resumable run on a new thread, and return it."""
    return create_run(ctx, create_thread(ctx)["thread_id"], stream_mode=MODES, stream_resumable=True)
