"""`Content-Location` is the path of the stateless run; `Location`, if present, is the path to follow it.

Why: The SDKs call `on_run_created` with the run that `Content-Location` names. Without it, a client can
neither follow nor cancel a run that it has started.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_shared/utilities.py#L100
"""

import re

from contract_tests.actions.runs import start_by_operation
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING_ALONE, STARTING_ALONE

RUN = re.compile(r"(/threads/[0-9a-f-]{36})?(/runs/[0-9a-f-]{36})")


@check("stateless_runs.location", operations=STARTING_ALONE, tier=2)
def location(ctx: CheckContext) -> None:
    response = ctx.need(start_by_operation(ctx))
    run = RUN.fullmatch(response.headers.get("content-location", ""))
    ctx.expect(
        run is not None,
        expected="the path of a run",
        received=response.headers.get("content-location", "no such header"),
        exchange=response,
        pointer="Content-Location",
    )
    if ctx.operation.id in CREATING_ALONE:
        run_id = response.json["run_id"]
        named = run is not None and run[2] == f"/runs/{run_id}"
        expect.equal(ctx, response, named, expected=True, pointer="Content-Location")
    following = response.headers.get("location", f"{run[0]}/join" if run else "")
    ctx.expect(
        run is not None and following.removesuffix("/join").removesuffix("/stream") == run[0],
        expected="the path to join the run",
        received=following,
        exchange=response,
        pointer="Location",
    )
