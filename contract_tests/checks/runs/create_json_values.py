"""A run keeps its metadata unchanged, with JSON values of any type.

Why: Clients tag runs with a user or a request id to find them again in lists and traces. A value that comes
back changed does not match.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.json_values import expect_kept, json_object
from contract_tests.actions.runs import created_run, read_run
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.create.json_values", operation="create_thread_run", tier=2)
def json_values(ctx: CheckContext) -> None:
    run = read_run(ctx, created_run(ctx, metadata=json_object()))
    expect_kept(ctx, run, run.json["metadata"], "/metadata")
