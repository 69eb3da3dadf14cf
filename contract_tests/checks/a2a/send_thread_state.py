"""The context of a task is a thread whose state has the message under the client's message id.

Why: Teams look at the requests of other agents in the frontends they already have, which show threads. If the
context is not a thread, or the message has another id, the message can't be found there.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#71-messagesend
"""

from contract_tests.actions.a2a import HELLO, create_agent, message, messages_of, send_to_success
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.send.thread_state", operation="send_a2a_message", tier=3, feature="a2a")
def send_thread_state(ctx: CheckContext) -> None:
    a2a_message = message(ctx)
    response = send_to_success(ctx, create_agent(ctx), a2a_message)
    messages = messages_of(ctx, response.json["result"]["contextId"])
    stored = messages.get(a2a_message["messageId"])
    expect.same_as(
        ctx, response, stored, HELLO, what="the message, on the thread", pointer="/result/contextId"
    )
