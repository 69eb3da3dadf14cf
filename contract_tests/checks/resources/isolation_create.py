"""Creating with another owner's id is rejected with 409, even with `if_exists: do_nothing`.

Returning the stored resource would reveal it to a stranger. A response with a resource of the caller's own is
right, too.

Why: Frontends create threads with `if_exists="do_nothing"` and show the response. If this can be a
stranger's thread, guessing an id is enough to read a conversation.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L101
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING


@check("resources.isolation.create", operations=CREATING, tier=2, identities=2)
def create(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    foreign = kind.create(other=True)[kind.key]
    kind.read(foreign, other=True)
    kind.create()
    for if_exists in ("raise", "do_nothing"):
        body = {**kind.minimal, kind.key: foreign, "if_exists": if_exists}
        response = ctx.send(ctx.operation, OperationRequest(body=body))
        remaining = ctx.call(f"get_{kind.name}", path=kind.path(foreign), other=True)
        ctx.expect(
            remaining.ok,
            expected=f"the {kind.name} remains its owner's",
            received=f"a stranger takes over another owner's {kind.name}: {remaining.status} for its owner",
            exchange=response,
        )
        if response.ok:
            ctx.expect(
                response.json.get(kind.key) != foreign,
                expected="409",
                received=f"{response.status} and another owner's {kind.name}",
                exchange=response,
            )
        else:
            expect.status(ctx, response, 409, *expect.FORBIDDEN_OR_HIDDEN)
