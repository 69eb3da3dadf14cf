"""`command.resume` answers the interrupt: the run continues to its end, and no interrupts are left.

Why: Approve, Edit and Reject of agent-chat-ui send the decision as `command.resume`. If it does not reach
the graph, the same question comes again after each click.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/agent-inbox/hooks/use-interrupted-actions.tsx#L87
"""

from contract_tests.actions.interrupts import interrupt_run, interrupts_of, resume_value
from contract_tests.actions.runs import run_by_operation
from contract_tests.actions.threads import read_state, read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING_ON_A_THREAD


@check("interrupts.resume", operations=STARTING_ON_A_THREAD, tier=1)
def resume(ctx: CheckContext) -> None:
    thread_id = interrupt_run(ctx)["thread_id"]
    interrupts_of(ctx, paused := read_state(ctx, thread_id))
    resumed = {
        "assistant_id": ctx.graph_for("hitl"),
        "input": None,
        "command": {"resume": resume_value(paused)},
    }
    run_by_operation(ctx, thread_id, **resumed)
    state, thread = read_state(ctx, thread_id), read_thread(ctx, thread_id)
    expect.equal(ctx, state, [state.json["next"], state.json["tasks"]], [[], []])
    expect.equal(ctx, thread, [thread.json["status"], thread.json.get("interrupts") or {}], ["idle", {}])
