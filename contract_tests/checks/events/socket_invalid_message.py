"""A WebSocket message that is not a command is rejected with `invalid_argument`; the socket stays open.

Why: The SDKs send only commands. If a bug in one component closes the socket, all other components of the
page lose it, too.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/transport/websocket.ts#L323
"""

from contract_tests.actions.events import EVENT_SECONDS
from contract_tests.actions.events_socket import connect, send_command
from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check(
    "events.socket.invalid_message",
    operation="stream_thread_events",
    tier=3,
    level="should",
    feature="event_streaming",
)
def invalid_message(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    with connect(ctx, thread_id) as socket:
        socket.send("{")
        response = socket.response_to(lambda _: True, ctx.patient(EVENT_SECONDS)) or {}
        following = send_command(ctx, socket, 1, "no.such.command")
    errors = [response.get("error"), following.get("error")]
    expect.equal(ctx, socket.exchange, errors, ["invalid_argument", "unknown_command"], "answer")
