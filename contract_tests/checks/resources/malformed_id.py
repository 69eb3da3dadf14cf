"""An id that is not a valid UUID is rejected with 422 by every operation.

Copy may return 400, as the reference server does.

Why: A mistyped page address leads here. Any 4xx status is good enough for a client, but 500 makes the
JavaScript SDK retry four times before it shows an error.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/async_caller.ts#L19
"""

from dataclasses import replace

from contract_tests.actions.resources import resource_kind
from contract_tests.generation.prerequisites import minimal_request
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered
from contract_tests.operation_groups import NAMING_A_RESOURCE


@check("resources.malformed_id", operations=NAMING_A_RESOURCE, tier=2, level="should")
def malformed_id(ctx: CheckContext) -> None:
    known = minimal_request(ctx.operation, ctx)
    offered(ctx, ctx.send(ctx.operation, known))
    malformed = replace(known, path={**known.path, resource_kind(ctx).key: ctx.malformed_id()})
    refusals = (422, 400) if ctx.operation.id == "copy_thread" else (422,)
    expect.status(ctx, ctx.send(ctx.operation, malformed, valid=False), *refusals)
