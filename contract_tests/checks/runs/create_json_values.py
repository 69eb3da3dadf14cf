"""A run keeps its metadata unchanged, with JSON values of any type.

Why: Clients tag runs with a user or a request id to find them again in lists and traces. A value that comes
back changed does not match.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.json_values import expect_kept
from contract_tests.actions.runs import created_run, read_run
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.create.json_values", operation="create_thread_run", tier=2)
def json_values(ctx: CheckContext) -> None:
    def keep(values: dict[str, Json]) -> tuple[Exchange, Json]:
        run = read_run(ctx, created_run(ctx, metadata=values))
        return run, run.json["metadata"]

    expect_kept(ctx, keep, "/metadata")
