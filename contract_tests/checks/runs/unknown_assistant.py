"""A run of an unknown assistant is rejected with 404.

Why: An assistant may be deleted while a page is open. The Python SDK raises `NotFoundError` for 404; a run
that is accepted and then fails leaves the user's message in a thread without an answer.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.runs import start_by_operation
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING


@check("runs.unknown_assistant", operations=STARTING, tier=1)
def unknown_assistant(ctx: CheckContext) -> None:
    ctx.need(start_by_operation(ctx))
    expect.status(ctx, start_by_operation(ctx, assistant_id=ctx.new_id()), 404)
