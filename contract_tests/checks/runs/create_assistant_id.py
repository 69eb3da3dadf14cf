"""A run belongs to the assistant whose id it is created with.

Why: Users choose an assistant for its prompt and its model. A run of another one answers in the wrong voice
and is missing from the list of the chosen one.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.resources import create_assistant
from contract_tests.actions.runs import created_run
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.create.assistant_id", operation="create_thread_run", tier=1)
def create_assistant_id(ctx: CheckContext) -> None:
    assistant_id = create_assistant(ctx)["assistant_id"]
    run = created_run(ctx, assistant_id=assistant_id)
    ctx.expect(
        run["assistant_id"] == assistant_id,
        expected=assistant_id,
        received=run["assistant_id"],
        exchange=ctx.exchanges[-1],
        pointer="/assistant_id",
    )
