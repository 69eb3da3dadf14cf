"""Creating a resource without an id generates a unique one.

The response schema already requires it to be a UUID.

Why: `useStream` creates a thread without an id and continues with the id in the response. If two users get
the same one, they share a conversation.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L532
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING

COUNT = 3


@check("resources.create.generated_id", operations=CREATING, tier=1)
def generated_id(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    created = [ctx.call(ctx.operation.id, body=kind.minimal) for _ in range(COUNT)]
    ids = {ctx.need(each).json[kind.key] for each in created}
    expect.equal(ctx, created[-1], f"{len(ids)} ids", f"{COUNT} ids", f"/{kind.key}")
