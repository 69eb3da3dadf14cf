"""A message to a task in the state `input-required` is its answer: the same task continues and completes.

Why: An orchestrator answers a question by sending the task's id back. If a new task begins, the first one
stays open, and its question is repeated.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#94-multi-turn-interaction-input-required
"""

from contract_tests.actions.a2a import create_agent, interrupted_task, message, send_to_success, state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.send.continues_task", operation="send_a2a_message", tier=3, feature="a2a")
def send_answer(ctx: CheckContext) -> None:
    agent_id = create_agent(ctx, "hitl")
    task_id = interrupted_task(ctx, agent_id)
    response = send_to_success(ctx, agent_id, message(ctx, taskId=task_id))
    expect.equal(ctx, response, state(response), "completed", "/result/status/state")
    expect.same_as(
        ctx,
        response,
        response.json["result"]["id"],
        task_id,
        what="the same task",
        pointer="/result/id",
    )
