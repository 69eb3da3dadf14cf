"""Joining an interrupted run returns its interrupts as `__interrupt__`.

Why: A program that joins in the background learns only here that a human has to answer. Without
`__interrupt__`, it takes the unfinished state for the answer.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1060
"""

from contract_tests.actions.interrupts import (
    INTERRUPTS_DESCRIPTION,
    interrupt_ids,
    interrupt_run,
    interrupts_of,
)
from contract_tests.actions.runs import run_path
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("interrupts.join", operation="join_thread_run", tier=2)
def join(ctx: CheckContext) -> None:
    run = interrupt_run(ctx)
    joined = ctx.need(ctx.call("join_thread_run", path=run_path(run)))
    expected = interrupts_of(ctx, read_state(ctx, run["thread_id"]))
    actual = interrupt_ids(joined.json.get("__interrupt__")) if isinstance(joined.json, dict) else []
    expect.same_as(ctx, joined, actual, expected, what=INTERRUPTS_DESCRIPTION, pointer="/__interrupt__")
