"""A run that takes more steps than `config.recursion_limit` fails.

Why: The limit ends an agent that calls tools in circles. If it is ignored, a loop runs until somebody
notices the bill.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import need_two_steps, read_run, run_to_end, run_to_success, tool_input
from contract_tests.actions.threads import read_all
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.recursion_limit", operation="create_thread_run", tier=2)
def recursion_limit(ctx: CheckContext) -> None:
    history = read_all(ctx, run_to_success(ctx, input=tool_input(ctx))["thread_id"])
    need_two_steps(ctx, history)
    run = read_run(ctx, run_to_end(ctx, input=tool_input(ctx), config={"recursion_limit": 1}))
    expect.equal(ctx, run, run.json["status"], "error", "/status")
