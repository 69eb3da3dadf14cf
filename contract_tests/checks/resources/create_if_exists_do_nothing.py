"""Creating with an existing id and `if_exists: do_nothing` returns the stored resource unchanged.

The metadata of the request is not merged into it.

Why: Clients call create with `if_exists="do_nothing"` before each run to ensure that the thread exists. If
this changes the stored thread, the title and owner that others have set are lost.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L101
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING

FIELDS = ("metadata", "created_at", "updated_at")


@check("resources.create.if_exists_do_nothing", operations=CREATING, tier=1)
def if_exists_do_nothing(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    existing_id = kind.create(metadata={"colour": "red"})[kind.key]
    before = kind.read(existing_id)
    metadata = {**ctx.mark, "colour": "blue", "size": 1}
    body = {**kind.minimal, kind.key: existing_id, "if_exists": "do_nothing", "metadata": metadata}
    again = ctx.send(ctx.operation, OperationRequest(body=body))
    expect.success(ctx, again)
    for exchange in (again, kind.read(existing_id)):
        for field in (kind.key, *FIELDS):
            found, stored = exchange.json.get(field), before.json[field]
            ctx.expect(
                expect.is_same(found, stored),
                expected=f"the stored {field}",
                received=expect.difference(found, stored),
                exchange=exchange,
                pointer=f"/{field}",
            )
