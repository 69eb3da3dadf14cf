"""Reading a resource returns the same values as the patch before.

Every field that both responses contain has the same value.

Why: Clients display the patch response without reading the resource again. If get returns something
different, the page changes by itself at the next load.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L179
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import PATCHING


@check("resources.patch.stored", operations=PATCHING, tier=2)
def stored(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    path = kind.path(kind.create(metadata={"colour": "red"})[kind.key])
    patched = ctx.call(ctx.operation.id, path=path, body={"metadata": {"colour": "blue"}})
    ctx.need(patched, 200)
    read = kind.read(path[kind.key])
    for field in sorted(patched.json.keys() & read.json.keys()):
        ctx.expect(
            expect.is_same(patched.json[field], read.json[field]),
            expected=f"the {field} that get returns",
            received=expect.difference(patched.json[field], read.json[field]),
            exchange=patched,
            pointer=f"/{field}",
        )
