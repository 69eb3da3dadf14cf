"""`config.configurable` and `context` are alternatives; a run with both is rejected with 400.

Why: A client that sends both has made a mistake and should get an error. The SDKs pass both on, and a
server that uses one of them breaks no known frontend.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import start_by_operation
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING, STARTING_BATCHES


@check("runs.config_and_context", operations=STARTING | STARTING_BATCHES, tier=2, level="should")
def config_and_context(ctx: CheckContext) -> None:
    ctx.need(start_by_operation(ctx))
    both = start_by_operation(ctx, config={"configurable": {"colour": "red"}}, context={"colour": "red"})
    expect.status(ctx, both, 400, 422)
