"""The history of a task lists its messages in order, each with the role of its author.

Why: Clients show the history as a conversation. In another order, or with the wrong role, the agent seems to
talk to itself.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#61-task-object
"""

from contract_tests.actions.a2a import create_agent, message, send_to_success
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.send.history", operation="send_a2a_message", tier=3, feature="a2a")
def send_history(ctx: CheckContext) -> None:
    a2a_message = message(ctx)
    response = send_to_success(ctx, create_agent(ctx), a2a_message)
    history = response.json["result"].get("history", [])
    roles = [each["role"] for each in history]
    expect.equal(ctx, response, roles, ["user", "agent"], "/result/history")
    expect.same_as(
        ctx,
        response,
        history[0]["messageId"],
        a2a_message["messageId"],
        what="the id of the message",
        pointer="/result/history/0/messageId",
    )
