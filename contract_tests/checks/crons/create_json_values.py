"""A cron keeps its metadata and the input of its runs unchanged, with JSON values of any type.

Why: Cron runs start unattended, with the input that was stored. A value that was changed on the way is
noticed only in the results.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L179
"""

from contract_tests.actions import crons
from contract_tests.actions.json_values import expect_kept
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING_RUNS_LATER


@check("crons.create.json_values", operations=CREATING_RUNS_LATER, tier=3, feature="crons")
def json_values(ctx: CheckContext) -> None:
    def in_metadata(values: dict[str, Json]) -> tuple[Exchange, Json]:
        response, cron = _read(ctx, metadata=values)
        return response, cron["metadata"]

    def in_input(values: dict[str, Json]) -> tuple[Exchange, Json]:
        response, cron = _read(ctx, input=values)
        return response, cron["payload"].get("input")

    expect_kept(ctx, in_metadata, "/metadata")
    expect_kept(ctx, in_input, "/payload/input")


def _read(ctx: CheckContext, **fields: Json) -> tuple[Exchange, Json]:
    created = ctx.need(crons.create_or_update(ctx, **fields))
    return crons.read(ctx, created.json)
