"""A run contains its input in `kwargs`.

Why: Tools that show or repeat a run read its input from `kwargs`. No chat frontend does.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L906
"""

from contract_tests.actions.runs import created_run, messages_input, read_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.create.input", operation="create_thread_run", tier=2, level="should")
def create_input(ctx: CheckContext) -> None:
    run = read_run(ctx, created_run(ctx, input=messages_input(ctx, "m1")))
    expect.equal(ctx, run, run.json["kwargs"].get("input"), messages_input(ctx, "m1"), "/kwargs/input")
