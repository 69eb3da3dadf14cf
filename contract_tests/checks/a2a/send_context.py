"""A message with a `contextId` continues the conversation of that context.

Why: Clients send `contextId` to continue a conversation. If it is ignored, the agent has forgotten what "it"
and "there" mean.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#71-messagesend
"""

from contract_tests.actions.a2a import create_agent, message, messages_of, send_to_success
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

FIRST = "the first word"


@check("a2a.send.context", operation="send_a2a_message", tier=3, feature="a2a")
def send_context(ctx: CheckContext) -> None:
    agent_id, context_id = create_agent(ctx), ctx.new_id()
    send_to_success(ctx, agent_id, message(ctx, FIRST, contextId=context_id))
    second = send_to_success(ctx, agent_id, message(ctx, contextId=context_id))
    received = second.json["result"]["contextId"]
    what = "the context of the message"
    expect.same_as(ctx, second, received, context_id, what=what, pointer="/result/contextId")
    ctx.expect(
        FIRST in messages_of(ctx, context_id).values(),
        expected="the first message, still on the thread",
        received="a thread without it",
        exchange=second,
    )
