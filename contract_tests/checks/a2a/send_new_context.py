"""A message without a `contextId` starts a new context.

Why: A client that sends no context starts a new conversation. If two of them share one, users read each
other's messages.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#71-messagesend
"""

from contract_tests.actions.a2a import create_agent, message, send_to_success
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.send.new_context", operation="send_a2a_message", tier=3, feature="a2a")
def send_new_context(ctx: CheckContext) -> None:
    agent_id = create_agent(ctx)
    first, second = (send_to_success(ctx, agent_id, message(ctx)) for _ in range(2))
    contexts = {response.json["result"]["contextId"] for response in (first, second)}
    expect.equal(ctx, second, len(contexts), 2, "/result/contextId")
