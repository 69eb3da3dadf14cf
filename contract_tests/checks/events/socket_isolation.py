"""The WebSocket of another owner's thread sends no events.

Why: Browsers can't set headers on a WebSocket, so servers easily forget to authenticate it. A stranger could
read along.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2103
"""

from contract_tests.actions.events import ALL_CHANNELS, NO_EVENT_SECONDS, events_of_run
from contract_tests.actions.events_socket import connect, open_websocket, send_command, subscribe
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check(
    "events.socket.isolation",
    operation="stream_thread_events",
    tier=3,
    feature="event_streaming",
    identities=2,
)
def isolation(ctx: CheckContext) -> None:
    thread_id, _ = events_of_run(ctx)
    with connect(ctx, thread_id) as socket:
        subscribe(ctx, socket, 1)
    with open_websocket(ctx, thread_id, other=True) as foreign_socket:
        send_command(ctx, foreign_socket, 1, "subscription.subscribe", channels=[*ALL_CHANNELS])
        foreign_socket.read_events(lambda _: False, ctx.patient(NO_EVENT_SECONDS))
    expect.equal(ctx, foreign_socket.exchange, len(foreign_socket.exchange.events), 0)
