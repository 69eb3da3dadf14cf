"""An id that is not a valid UUID is rejected with 422 by every operation.

Operations that start a run may return 400, as the reference server does.

Why: A mistyped page address leads here. Any 4xx status is good enough for a client, but 500 makes the
JavaScript SDK retry four times before it shows an error.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/async_caller.ts#L19
"""

from dataclasses import replace

from contract_tests.actions.runs import request_about, run_for_operation
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import ABOUT_RUNS, NAMING_RUNS, STARTING_ON_A_THREAD


@check("runs.malformed_id", operations=ABOUT_RUNS - NAMING_RUNS, tier=2, level="should")
def malformed_id(ctx: CheckContext) -> None:
    request = request_about(ctx, run_for_operation(ctx))
    ctx.need(ctx.send(ctx.operation, request))
    refusals = (422, 400) if ctx.operation.id in STARTING_ON_A_THREAD else (422,)
    for name in request.path:
        malformed = replace(request, path={**request.path, name: ctx.malformed_id()})
        expect.status(ctx, ctx.send(ctx.operation, malformed, valid=False, at_most=5), *refusals)
