"""A WebSocket message that is not a command is rejected with `invalid_argument`; the socket stays open.

Why: The SDKs send only commands. If a bug in one component closes the socket, all other components of the
page lose it, too.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/transport/websocket.ts#L323
"""

from contract_tests.actions.events import EVENT_SECONDS, run_start_params
from contract_tests.actions.events_socket import connect, outcome, send_command
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
        invalid = socket.response_to(lambda _: True, ctx.patient(EVENT_SECONDS)) or {}
        # The command that succeeds on every thread: before the first run, a server may reject the others.
        started = send_command(ctx, socket, 1, "run.start", **run_start_params(ctx))
    outcomes = {"{": outcome(invalid), "run.start": outcome(started)}
    expected = {"{": "invalid_argument", "run.start": "success"}
    expect.equal(ctx, socket.exchange, outcomes, expected, "response")
