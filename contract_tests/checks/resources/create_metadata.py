"""Creating a resource stores its metadata unchanged, with JSON values of any type.

Why: Titles, users and tags of threads live in metadata, and lists are filtered by it. If a value is dropped
or changed, the thread cannot be found.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/providers/Thread.tsx#L61
"""

from contract_tests.actions.json_values import expect_kept
from contract_tests.actions.resources import resource_kind
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING


@check("resources.create.metadata", operations=CREATING, tier=1)
def metadata(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)

    def keep(values: dict[str, Json]) -> tuple[Exchange, Json]:
        read = kind.read(kind.create(metadata=values)[kind.key])
        return read, read.json["metadata"]

    expect_kept(ctx, keep, "/metadata")
