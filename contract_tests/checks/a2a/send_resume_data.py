"""A data part with `resume` answers a task in the state `input-required` with that value, unchanged.

Why: Graphs that interrupt for a decision expect an object, not a text. If `resume` is packed into a message,
the graph can't read the answer and interrupts again.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#94-multi-turn-interaction-input-required
"""

from contract_tests.actions.a2a import create_agent, interrupted_task, message, send_to_success, state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.send.resume_data", operation="send_a2a_message", tier=3, feature="a2a")
def send_resume(ctx: CheckContext) -> None:
    agent_id = create_agent(ctx, "hitl")
    task_id = interrupted_task(ctx, agent_id)
    a2a_message = {**message(ctx, taskId=task_id), "parts": [{"kind": "data", "data": {"resume": "yes"}}]}
    response = send_to_success(ctx, agent_id, a2a_message)
    expect.equal(ctx, response, state(response), "completed", "/result/status/state")
