"""A cancelled task keeps its history.

Why: An orchestrator shows why a task was cancelled, and lets another agent continue from there. Without the
history, the work starts from scratch.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#61-task-object
"""

from contract_tests.actions.a2a import cancel, create_agent, expect_result, get, interrupted_task
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.cancel.history", operation="send_a2a_message", tier=3, feature="a2a")
def cancel_history(ctx: CheckContext) -> None:
    agent_id = create_agent(ctx, "hitl")
    task_id = interrupted_task(ctx, agent_id)
    expect_result(cancel(ctx, agent_id, task_id))
    task = expect_result(get(ctx, agent_id, task_id))
    history = task.json["result"].get("history", ())
    ctx.expect(
        bool(history),
        expected="the message that started it",
        received="no history",
        exchange=task,
        pointer="/result/history",
    )
