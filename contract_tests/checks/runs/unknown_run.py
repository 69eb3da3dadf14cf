"""A request for an unknown run returns 404.

Why: `useStream` keeps the id of a run to join it after a reload, when the run may be gone. A 404 ends the
attempt; with a success, the page waits for an answer that never comes.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L772
"""

from contract_tests.actions.runs import created_run, read_run, run_path
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import NAMING_A_RUN


@check("runs.unknown_run", operations=NAMING_A_RUN, tier=2)
def unknown_run(ctx: CheckContext) -> None:
    run = created_run(ctx)
    read_run(ctx, run)
    path = {**run_path(run), "run_id": ctx.new_id()}
    expect.status(ctx, ctx.send(ctx.operation, OperationRequest(path), at_most=5), 404)
