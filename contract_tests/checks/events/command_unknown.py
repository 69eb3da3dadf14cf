"""Unknown commands are rejected with `unknown_command`.

Why: Newer packages have commands that this server lacks, such as `state.fork`. The SDKs raise `ProtocolError`
with the code, and continue; without a response they wait indefinitely.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/error.ts#L6
"""

from contract_tests.actions.events import error_code, send_command, start_run
from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.command.unknown", operation="send_command", tier=3, feature="event_streaming")
def unknown(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    start_run(ctx, thread_id)  # before the first run, a server may reject every command
    response = send_command(ctx, thread_id, "no.such.command", id=2)
    expect.equal(ctx, response, error_code(response), "unknown_command", "/error")
