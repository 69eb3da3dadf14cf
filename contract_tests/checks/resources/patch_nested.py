"""A patch merges metadata at the top level only; a nested object is replaced as a whole.

Why: A client removes a key from a nested object by sending the object without it. If the server merges more
deeply, such keys can never be removed.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L179
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import PATCHING


@check("resources.patch.nested", operations=PATCHING, tier=2)
def nested(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    own = kind.create(metadata={"place": {"city": "Rome", "zip": 1}})[kind.key]
    kind.patch(own, metadata={"place": {"city": "Bonn"}})
    read = kind.read(own)
    expect.equal(ctx, read, read.json["metadata"].get("place"), {"city": "Bonn"}, "/metadata/place")
