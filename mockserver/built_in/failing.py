"""The graph `failing`: writes a message, then always fails."""

from langgraph.graph import END, START, StateGraph

from mockserver.built_in.conversation import Conversation, reply


def write(state: Conversation) -> Conversation:
    return reply(state.get("messages", []), "This is written, and then it fails.")


def fail(state: Conversation) -> Conversation:  # noqa: ARG001 langgraph requires this name
    raise ValueError("this graph always fails")


graph = (
    StateGraph(Conversation)
    .add_node("write", write)
    .add_node("fail", fail)
    .add_edge(START, "write")
    .add_edge("write", "fail")
    .add_edge("fail", END)
    .compile(name="failing")
)
