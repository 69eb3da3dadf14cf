"""A message runs the assistant: the task becomes `completed`, with the agent's response as an artifact.

Why: The orchestrator reads the result from the artifacts of a completed task. Without them, the agent has
worked for nothing.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#61-task-object
"""

from contract_tests.actions.a2a import create_agent, message, response, send_to_success, state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.send.completed", operation="send_a2a_message", tier=3, feature="a2a")
def send_completed(ctx: CheckContext) -> None:
    task = send_to_success(ctx, create_agent(ctx), message(ctx))
    expect.equal(ctx, task, state(task), "completed", "/result/status/state")
    ctx.expect(
        bool(response(task)),
        expected="an artifact with the response",
        received=expect.shown(task.json["result"].get("artifacts")),
        exchange=task,
        pointer="/result/artifacts",
    )
