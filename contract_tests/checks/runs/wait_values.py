"""Waiting for a run returns the values of its last state.

Why: `runs.wait` returns the answer as its result, which scripts print or pass on. If it is not the last
state, they pass on an incomplete answer.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L625
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import wait_for_run
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.wait.values", operation="wait_thread_run", tier=2)
def wait_values(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    waited = wait_for_run(ctx, thread_id)
    expect.state_values(ctx, waited, waited.json, read_state(ctx, thread_id))
