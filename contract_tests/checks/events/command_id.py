"""The response to a command has the id of the command, even if that is zero.

Why: On a WebSocket, the SDK matches responses to commands by the id. It waits indefinitely for a response
with another id: `submit()` never returns.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/transport/websocket.ts#L323
"""

from contract_tests.actions.events import send_command
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.command.id", operation="send_command", tier=3, feature="event_streaming")
def command_id(ctx: CheckContext) -> None:
    thread_id = ctx.new_id()
    for each_id in (7, 0, 2**31):
        response = send_command(ctx, thread_id, "agent.getTree", id=each_id)
        expect.equal(ctx, response, response.json["id"], each_id, "/id")
