"""A message to another owner's context is rejected, and the context stays unchanged.

Why: A context is a conversation. A stranger who can write into it can read the conversation in the response.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#46-authorization
"""

from contract_tests.actions.a2a import message, messages_of, send, send_to_success, shared_agent
from contract_tests.actions.json_rpc import code
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.isolation.context", operation="send_a2a_message", tier=3, feature="a2a", identities=2)
def isolation_context(ctx: CheckContext) -> None:
    agent_id, context_id = shared_agent(ctx), ctx.new_id()
    foreign_message = message(ctx, contextId=context_id)
    send_to_success(ctx, agent_id, foreign_message, other=True)
    own_message = message(ctx, contextId=context_id)
    response = send(ctx, agent_id, own_message)
    ctx.expect(
        expect.is_refused(response) or code(response) is not None,
        expected="an error",
        received="a result",
        exchange=response,
        pointer="/error",
    )
    messages = messages_of(ctx, context_id, other=True)
    expect.equal(ctx, response, own_message["messageId"] in messages, False)
