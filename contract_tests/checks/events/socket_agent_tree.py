"""On a WebSocket, `agent.getTree` returns the status of a run and of its subgraphs.

Why: `thread.agent.getTree()` of the JavaScript SDK requests the tree, to draw which parts of the agent are
running. None of the chat frontends calls it.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L723
"""

from contract_tests.actions.events_socket import connection, run, subscribe, succeed
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import nested
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule(
    "events.socket.agent_tree",
    operation="stream_thread_events",
    tier=3,
    level="should",
    feature="event_streaming",
)
def agent_tree(trial: Trial) -> None:
    thread_id = create_thread(trial)["thread_id"]
    with connection(trial, thread_id) as socket:
        subscribe(trial, socket, 1)
        run(trial, socket, 2, assistant_id=nested(trial))
        told = succeed(trial, socket, 3, "agent.getTree")["tree"]
    expect.same(
        trial, socket.exchange, grown(told), ["", "completed", [["child", "completed", []]]], "answer"
    )


def grown(tree: Json) -> list[Json]:
    """Return the node's name, its status and its branches, each in the same form."""
    node = "".join(tree["namespace"][-1:]).partition(":")[0]
    return [node, tree["status"], [grown(branch) for branch in tree.get("children", ())]]
