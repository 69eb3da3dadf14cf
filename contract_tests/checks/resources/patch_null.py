"""A patch stores `null` in metadata as a value: it neither removes the key nor keeps the old value.

Why: Clients clear a field by setting it to null. If null removes the key, a filter for null finds nothing;
if null is ignored, the old value stays.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L179
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import PATCHING


@check("resources.patch.null", operations=PATCHING, tier=2)
def null(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    own = kind.create(metadata={"colour": "red"})[kind.key]
    kind.patch(own, metadata={"colour": None})
    read = kind.read(own)
    expect.equal(ctx, read, read.json["metadata"].get("colour", "no such key"), None, "/metadata/colour")
