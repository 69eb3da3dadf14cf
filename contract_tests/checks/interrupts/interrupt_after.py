"""A run with `interrupt_after` stops after the node has run, and before the following node runs.

Why: deep-agents-ui steps through a graph with `interruptAfter: ["tools"]`, so that the user sees the result
of a tool before the agent continues. If the run does not stop, there is nothing to step through.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/hooks/useChat.ts#L89
"""

from contract_tests.actions.runs import need_two_steps, run_to_success, tool_input
from contract_tests.actions.threads import read_all, read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("interrupts.interrupt_after", operation="create_thread_run", tier=2)
def interrupt_after(ctx: CheckContext) -> None:
    whole = read_all(ctx, run_to_success(ctx, input=tool_input(ctx))["thread_id"])
    need_two_steps(ctx, whole)
    thread_id = run_to_success(ctx, input=tool_input(ctx), interrupt_after="*")["thread_id"]
    state = read_state(ctx, thread_id)
    expect.equal(ctx, state, [len(state.json["next"]), state.json["metadata"].get("step")], [1, 1])
