"""The fields of a data part become fields of the run's input.

Why: Programs send data, not prose. If the fields don't reach the input, an agent with custom inputs can't be
used over A2A.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#97-structured-data-exchange-requesting-and-providing-json
"""

from contract_tests.actions.a2a import HELLO, create_agent, message, messages_of, send_to_success
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.send.data_part", operation="send_a2a_message", tier=3, feature="a2a")
def send_data_part(ctx: CheckContext) -> None:
    human = {"role": "user", "content": HELLO, "id": ctx.new_id()}
    a2a_message = {**message(ctx), "parts": [{"kind": "data", "data": {"messages": [human]}}]}
    response = send_to_success(ctx, create_agent(ctx), a2a_message)
    messages = messages_of(ctx, response.json["result"]["contextId"])
    ctx.expect(
        HELLO in messages.values(),
        expected="the text of the data part, on the thread",
        received="a thread without it",
        exchange=response,
    )
