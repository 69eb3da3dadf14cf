"""Creating a resource uses the id that the client supplies.

Why: CopilotKit's adapter generates the thread's id itself and uses it from then on. If the server chooses a
different id, every later request ends in 404.
https://github.com/ag-ui-protocol/ag-ui/blob/821b8c227c6f/integrations/langgraph/typescript/src/agent.ts#L635
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING


@check("resources.create.given_id", operations=CREATING, tier=1)
def given_id(ctx: CheckContext) -> None:
    kind, client_id = resource_kind(ctx), ctx.new_id()
    created = ctx.send(ctx.operation, OperationRequest(body={**kind.minimal, kind.key: client_id}))
    expect.success(ctx, ctx.need(created))
    ctx.expect(
        created.json[kind.key] == client_id,
        expected=client_id,
        received=expect.shown(created.json[kind.key]),
        exchange=created,
        pointer=f"/{kind.key}",
    )
