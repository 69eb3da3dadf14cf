"""A patch merges metadata: the given keys are replaced or added, and all other keys are kept.

Why: Clients patch only the keys that change, such as a title or a tag. If the other keys are lost, so are
`graph_id` and `assistant_id`, and the thread disappears from every list.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L179
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import PATCHING


@check("resources.patch.merge", operations=PATCHING, tier=2)
def merge(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    own = kind.create(metadata={"kept": 1, "replaced": 1})[kind.key]
    kind.patch(own, metadata={"replaced": 2, "added": 3})
    read = kind.read(own)
    for name, value in {"kept": 1, "replaced": 2, "added": 3}.items():
        expect.equal(ctx, read, read.json["metadata"].get(name), value, f"/metadata/{name}")
