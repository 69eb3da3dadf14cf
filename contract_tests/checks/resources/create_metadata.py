"""Create stores the given metadata unchanged, with JSON values of any type.

Why: Titles, users and tags of threads live in metadata, and lists are filtered by it. If a value is dropped
or changed, the thread cannot be found.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/providers/Thread.tsx#L61
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING

METADATA = {
    "text": "Grüße, 世界 🙂",
    "empty": "",
    "integer": 0,
    "number": 1.5,
    "true": True,
    "nothing": None,
    "list": [1, "two", {"three": None}],
    "object": {"deep": {"deeper": []}},
}


@check("resources.create.metadata", operations=CREATING, tier=1)
def metadata(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    read = kind.read(kind.create(metadata=METADATA)[kind.key])
    kept = read.json["metadata"]
    for name, value in METADATA.items():
        expect.equal(ctx, read, kept.get(name, "no such key"), value, f"/metadata/{name}")
