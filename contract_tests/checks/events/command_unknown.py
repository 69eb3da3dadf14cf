"""Unknown commands are rejected with `unknown_command`.

Why: Newer packages have commands that this server lacks, such as `state.fork`. The SDKs raise `ProtocolError`
with the code, and continue; without a response they wait indefinitely.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/error.ts#L6
"""

from contract_tests.actions.events import error_code, send_command
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.command.unknown", operation="send_command", tier=3, feature="event_streaming")
def unknown(ctx: CheckContext) -> None:
    response = send_command(ctx, ctx.new_id(), "no.such.command")
    expect.equal(ctx, response, error_code(response), "unknown_command", "/error")
