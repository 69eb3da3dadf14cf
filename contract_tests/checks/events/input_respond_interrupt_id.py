"""`input.respond` without `interrupt_id` is rejected with `invalid_argument`.

Why: Both SDKs always send the id, so neither of them sees this error. It helps authors of new clients to find
the missing argument.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L211
"""

from contract_tests.actions.events import error_code, send_command
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check(
    "events.input_respond.interrupt_id",
    operation="send_command",
    tier=3,
    level="should",
    feature="event_streaming",
)
def interrupt_id(ctx: CheckContext) -> None:
    response = send_command(ctx, ctx.new_id(), "input.respond", response="yes")
    expect.equal(ctx, response, error_code(response), "invalid_argument", "/error")
