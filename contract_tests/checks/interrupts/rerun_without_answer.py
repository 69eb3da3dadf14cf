"""An interrupted graph that is run without an answer is interrupted again.

Why: A user who writes instead of answering must see the question again: CopilotKit's adapter repeats it by
itself. If the graph runs past the question, it acts without approval.
https://github.com/ag-ui-protocol/ag-ui/blob/821b8c227c6f/integrations/langgraph/typescript/src/agent.ts#L784
"""

from contract_tests.actions.interrupts import interrupt_run, interrupts_of
from contract_tests.actions.runs import run_to_end
from contract_tests.actions.threads import read_state, read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("interrupts.rerun_without_answer", operation="create_thread_run", tier=2)
def rerun_without_answer(ctx: CheckContext) -> None:
    thread_id = interrupt_run(ctx)["thread_id"]
    expected = interrupts_of(ctx, read_state(ctx, thread_id))
    run_to_end(ctx, thread_id, assistant_id=ctx.graph_for("hitl"), input=None)
    state, thread = read_state(ctx, thread_id), read_thread(ctx, thread_id)
    expect.equal(ctx, thread, thread.json["status"], "interrupted", "/status")
    expect.equal(ctx, state, len(state.json["tasks"]), len(expected), "/tasks")
