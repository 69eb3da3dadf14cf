"""A patch stores metadata unchanged, with JSON values of any type.

Why: Pages write titles, tags and settings into the metadata of a thread by patch. A value that comes back
changed, such as a large number or an empty text, is lost.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L179
"""

from contract_tests.actions.json_values import expect_kept
from contract_tests.actions.resources import resource_kind
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import PATCHING


@check("resources.patch.json_values", operations=PATCHING, tier=2)
def json_values(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)

    def keep(values: dict[str, Json]) -> tuple[Exchange, Json]:
        own = kind.create()[kind.key]
        kind.patch(own, metadata=values)
        read = kind.read(own)
        return read, read.json["metadata"]

    expect_kept(ctx, keep, "/metadata")
