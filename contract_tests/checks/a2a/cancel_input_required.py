"""Cancelling a task in the state `input-required` withdraws the question and leaves its thread idle.

Why: An orchestrator cancels a task that will never get an answer. If the question stays open, the next
message in the context is taken for the answer to it.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#74-taskscancel
"""

from contract_tests.actions.a2a import cancel, create_agent, get, interrupted_task, state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.cancel.input_required", operation="send_a2a_message", tier=3, feature="a2a")
def cancel_asked(ctx: CheckContext) -> None:
    agent_id = create_agent(ctx, "hitl")
    task_id = interrupted_task(ctx, agent_id)
    canceled = cancel(ctx, agent_id, task_id)
    expect.equal(ctx, canceled, state(canceled), "canceled", "/result/status/state")
    task = get(ctx, agent_id, task_id)
    expect.equal(ctx, task, state(task), "canceled", "/result/status/state")
    thread = ctx.need(ctx.call("get_thread", path={"thread_id": task.json["result"]["contextId"]}))
    expect.equal(ctx, thread, thread.json["status"], "idle", "/status")
