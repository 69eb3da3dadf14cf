"""Waiting for an interrupted run returns its interrupts as `__interrupt__`.

Why: A script that waits has no other sign that a human has to answer. Without `__interrupt__`, it takes the
unfinished state for the answer.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L625
"""

from contract_tests.actions.interrupts import INTERRUPTS_DESCRIPTION, interrupt_ids, interrupts_of
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import wait_for_run
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("interrupts.wait", operation="wait_thread_run", tier=2)
def wait(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    waited = wait_for_run(ctx, thread_id, assistant_id=ctx.graph_for("hitl"))
    expected = interrupts_of(ctx, read_state(ctx, thread_id))
    actual = interrupt_ids(waited.json.get("__interrupt__")) if isinstance(waited.json, dict) else []
    expect.same_as(ctx, waited, actual, expected, what=INTERRUPTS_DESCRIPTION, pointer="/__interrupt__")
