"""`interrupt_before` and `interrupt_after` also stop runs that a client waits for or streams.

Why: Stepping through a graph, as Studio does, means streaming with `interrupt_before` and `interrupt_after`.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import need_two_steps, run_by_operation, tool_input
from contract_tests.actions.threads import read_all, read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import WAITING_FOR_RUNS


@check("interrupts.wait_or_stream", operations=WAITING_FOR_RUNS, tier=2)
def wait_or_stream(ctx: CheckContext) -> None:
    whole = read_all(ctx, run_by_operation(ctx, input=tool_input(ctx)))
    need_two_steps(ctx, whole)
    for stopped, steps in (
        (run_by_operation(ctx, input=tool_input(ctx), interrupt_before="*"), 0),
        (run_by_operation(ctx, input=tool_input(ctx), interrupt_after="*"), 1),
    ):
        state = read_state(ctx, stopped)
        actual = [len(state.json["next"]), state.json["metadata"].get("step")]
        expect.equal(ctx, state, actual, [1, steps], "/next")
