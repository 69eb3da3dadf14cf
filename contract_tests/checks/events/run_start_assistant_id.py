"""`run.start` without `assistant_id` is rejected with `invalid_argument`.

Why: Both SDKs always send it, so neither of them sees this error. It helps authors of new clients to find the
missing argument.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L169
"""

from contract_tests.actions.events import error_code, send_command
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check(
    "events.run_start.assistant_id",
    operation="send_command",
    tier=3,
    level="should",
    feature="event_streaming",
)
def assistant_id(ctx: CheckContext) -> None:
    response = send_command(ctx, ctx.new_id(), "run.start")
    expect.equal(ctx, response, error_code(response), "invalid_argument", "/error")
