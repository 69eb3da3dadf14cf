"""On a WebSocket, `agent.getTree` returns the status of a run and of its subgraphs.

Why: `thread.agent.getTree()` of the JavaScript SDK requests the tree, to draw which parts of the agent are
running. None of the chat frontends calls it.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L723
"""

from contract_tests.actions.events_socket import command_to_success, connect, events_of_run, subscribe
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import nested_graph
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check(
    "events.socket.agent_tree",
    operation="stream_thread_events",
    tier=3,
    level="should",
    feature="event_streaming",
)
def agent_tree(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    with connect(ctx, thread_id) as socket:
        subscribe(ctx, socket, 1)
        events_of_run(ctx, socket, 2, assistant_id=nested_graph(ctx))
        received = command_to_success(ctx, socket, 3, "agent.getTree")["tree"]
    expect.equal(
        ctx, socket.exchange, grown(received), ["", "completed", [["child", "completed", []]]], "response"
    )


def grown(tree: Json) -> list[Json]:
    """Return the node's name, its status and its branches, each in the same form."""
    node = "".join(tree["namespace"][-1:]).partition(":")[0]
    return [node, tree["status"], [grown(branch) for branch in tree.get("children", ())]]
