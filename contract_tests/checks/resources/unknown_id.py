"""An unknown id is rejected with 404 by every operation except copy, which returns 409.

The reference server treats a copy that cannot be created as a conflict.

Why: CopilotKit's adapter creates a thread when get fails, `useStream` of the newer packages starts an empty
one on 404, and the Python SDK raises `NotFoundError`. Returning an empty thread instead hides the mistake.
https://github.com/ag-ui-protocol/ag-ui/blob/821b8c227c6f/integrations/langgraph/typescript/src/agent.ts#L635
"""

from dataclasses import replace

from contract_tests.actions.resources import resource_kind
from contract_tests.generation.prerequisites import minimal_request
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered
from contract_tests.operation_groups import NAMING_A_RESOURCE


@check("resources.unknown_id", operations=NAMING_A_RESOURCE, tier=1)
def unknown_id(ctx: CheckContext) -> None:
    kind, known = resource_kind(ctx), minimal_request(ctx.operation, ctx)
    offered(ctx, ctx.send(ctx.operation, known))
    kind.existing_id()  # another resource, because a server may respond differently when it is empty
    unknown = replace(known, path={**known.path, kind.key: ctx.new_id()})
    refusals = (404, 409) if ctx.operation.id == "copy_thread" else (404,)
    expect.status(ctx, ctx.send(ctx.operation, unknown), *refusals)
