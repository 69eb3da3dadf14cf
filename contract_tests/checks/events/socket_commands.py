"""A WebSocket accepts the commands that start a run and that choose its events.

Why: `transport: "websocket"` sends every command over the socket. If one is rejected, the page sends a
message and shows nothing.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2103
"""

from contract_tests.actions.events import run_start_params
from contract_tests.actions.events_socket import connect, outcome, send_command
from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.socket.commands", operation="stream_thread_events", tier=3, feature="event_streaming")
def commands(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    with connect(ctx, thread_id) as socket:
        subscribed = send_command(ctx, socket, 1, "subscription.subscribe", channels=["lifecycle"])
        responses = {"subscription.subscribe": subscribed}
        if subscription_id := (subscribed.get("result") or {}).get("subscription_id"):
            responses["subscription.unsubscribe"] = send_command(
                ctx, socket, 2, "subscription.unsubscribe", subscription_id=subscription_id
            )
        responses["run.start"] = send_command(ctx, socket, 3, "run.start", **run_start_params(ctx))
    outcomes = {method: outcome(response) for method, response in responses.items()}
    expect.equal(ctx, socket.exchange, outcomes, dict.fromkeys(outcomes, "success"))
