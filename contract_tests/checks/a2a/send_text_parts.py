"""All text parts of a message reach the agent.

Why: Clients send a question and a document as two parts. If only the first arrives, the question is about a
text that the agent has never seen.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#65-part-union-type
"""

from contract_tests.actions.a2a import create_agent, message, messages_of, send_to_success
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.send.text_parts", operation="send_a2a_message", tier=3, feature="a2a")
def send_text_parts(ctx: CheckContext) -> None:
    a2a_message = message(ctx, "the first half", "the second half")
    response = send_to_success(ctx, create_agent(ctx), a2a_message)
    streamed = "".join(messages_of(ctx, response.json["result"]["contextId"]).values())
    kept = [part["text"] for part in a2a_message["parts"] if part["text"] in streamed]
    ctx.expect(
        len(kept) == len(a2a_message["parts"]),
        expected="both texts, on the thread",
        received=expect.shown(kept),
        exchange=response,
    )
