"""On a WebSocket, `run.start` takes the metadata, the config and the multitask strategy of the run.

Why: With `transport: "websocket"`, the SDK sends `submit(input, {config, metadata})` over the socket. If a
setting is lost there, the agent runs differently than over HTTP.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2103
"""

from contract_tests.actions.events import run_start_params
from contract_tests.actions.events_socket import command_to_success, connect, subscribe
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import read_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

TAGS = ["red", "blue"]


@check(
    "events.socket.run_start",
    operation="stream_thread_events",
    tier=3,
    level="should",
    feature="event_streaming",
)
def run_start(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    settings = {"metadata": {"colour": "red"}, "config": {"tags": TAGS}, "multitaskStrategy": "interrupt"}
    with connect(ctx, thread_id) as socket:
        subscribe(ctx, socket, 1, "lifecycle")
        params = run_start_params(ctx, **settings)
        run_id = str(command_to_success(ctx, socket, 2, "run.start", **params)["run_id"])
        run = read_run(ctx, {"thread_id": thread_id, "run_id": run_id})
    expect.equal(ctx, run, run.json["metadata"].get("colour"), "red", "/metadata/colour")
    config = run.json["kwargs"].get("config") or {}
    expect.equal(ctx, run, config.get("tags"), TAGS, "/kwargs/config/tags")
    expect.equal(ctx, run, run.json["multitask_strategy"], "interrupt", "/multitask_strategy")
