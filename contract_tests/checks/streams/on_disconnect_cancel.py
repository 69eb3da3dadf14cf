"""A run with `on_disconnect: cancel` is cancelled when its client disconnects.

Why: `useStream` sends `cancel` unless it can join again, so that leaving the page ends the run. If the run
continues, the thread stays busy and the next message has to wait.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L590
"""

from contract_tests.actions.runs import run_statuses
from contract_tests.actions.streams import runs_after_leaving
from contract_tests.findings.finding import Skipped
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STREAMING_RUNS


@check("streams.on_disconnect_cancel", operations=STREAMING_RUNS, tier=2, whole_replay=True)
def on_disconnect_cancel(ctx: CheckContext) -> None:
    runs = runs_after_leaving(ctx, on_disconnect="cancel")
    survey = ctx.run_context.survey
    if survey.starts_at_once and "slow" not in survey.roles and run_statuses(runs) == ["success"]:
        raise Skipped("runs end too soon after their client has left (--slow)", runs)
    expect.equal(ctx, runs, run_statuses(runs), ["interrupted"])
