"""`run.start` on the WebSocket of another owner's thread starts no run.

Why: A WebSocket is authorized when it is opened, and commands arrive later. A server that does not look at
the owner again lets a stranger write into the conversation.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2103
"""

from contract_tests.actions.events import run_start_params
from contract_tests.actions.events_socket import (
    connect,
    events_of_run,
    open_websocket,
    send_command,
    subscribe,
)
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import list_runs
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check(
    "events.socket.run_start_isolation",
    operation="stream_thread_events",
    tier=3,
    feature="event_streaming",
    identities=2,
)
def isolation(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    with connect(ctx, thread_id) as socket:
        subscribe(ctx, socket, 1)
        events_of_run(ctx, socket, 2)
    with open_websocket(ctx, thread_id, other=True) as foreign_socket:
        if foreign_socket.is_open:
            send_command(ctx, foreign_socket, 1, "run.start", **run_start_params(ctx))
    listed = list_runs(ctx, thread_id)
    expect.equal(ctx, listed, len(listed.json), 1)
