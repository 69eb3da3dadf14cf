"""A run keeps the metadata that it is created with.

Why: Clients tag runs with a user or a request id to find them again in lists and traces. Lost metadata
cannot be added later.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import created_run, read_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.create.metadata", operation="create_thread_run", tier=2)
def create_metadata(ctx: CheckContext) -> None:
    run = read_run(ctx, created_run(ctx, metadata={"colour": "red"}))
    expect.equal(ctx, run, run.json["metadata"].get("colour"), "red", "/metadata/colour")
