"""`Content-Location` is the path of the run; `Location`, if present, is the path to follow it.

Why: The SDKs call `onRunCreated` with the run that `Content-Location` names. Without it `useStream` has no
run to cancel at Stop and none to join after a reload.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/base.ts#L478
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import list_runs, start_run
from contract_tests.findings.finding import Blocked
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING_ON_A_THREAD


@check("runs.create.location", operations=STARTING_ON_A_THREAD, tier=2)
def create_location(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    started = ctx.need(start_run(ctx, thread_id, ctx.operation.id))
    listed = list_runs(ctx, thread_id)
    if len(listed.json) != 1:
        raise Blocked("the run is not listed", listed)
    path = f"/threads/{thread_id}/runs/{listed.json[0].get('run_id')}"
    for name, ends in (("Content-Location", ("",)), ("Location", ("/join", "/stream"))):
        location = started.headers.get(name, path + ends[0])
        ctx.expect(
            location in [path + end for end in ends],
            expected=" or ".join(f"the path of the run{end}" for end in ends),
            received=location,
            exchange=started,
            pointer=name,
        )
