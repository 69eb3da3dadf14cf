"""The graph `nested`: a subgraph greets in the language of the run's context, then its parent signs."""

from dataclasses import dataclass

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from mockserver.built_in.conversation import Conversation, last_human_text, reply, reply_id
from mockserver.built_in.scripted_model import Reply, ScriptedModel

GREETINGS = (("en", "Hello"), ("de", "Hallo"), ("fr", "Bonjour"), ("es", "Hola"))


@dataclass
class Context:
    language: str = "en"


Graph = CompiledStateGraph[Conversation, Context, Conversation, Conversation]


def built(pace: float | None = None) -> Graph:
    """Return the graph with a model that takes `pace` seconds per word."""
    return (
        StateGraph(Conversation, context_schema=Context)
        .add_node("child", child(pace))
        .add_node("sign", sign)
        .add_edge(START, "child")
        .add_edge("child", "sign")
        .add_edge("sign", END)
        .compile(name="nested")
    )


def child(pace: float | None) -> Graph:
    async def greet(state: Conversation, *, runtime: Runtime[Context]) -> Conversation:
        messages = state.get("messages", [])
        language = (runtime.context or Context()).language
        greeting = dict(GREETINGS).get(language, f"({language}) Hello")
        text = f"{greeting} from the child: you wrote '{last_human_text(messages)}'."
        model = ScriptedModel(reply=Reply(reply_id(messages), text), pace=pace)
        return {"messages": [await model.ainvoke(messages)]}

    return (
        StateGraph(Conversation, context_schema=Context)
        .add_node("greet", greet)
        .add_edge(START, "greet")
        .add_edge("greet", END)
        .compile(name="child")
    )


def sign(state: Conversation) -> Conversation:
    return reply(state.get("messages", []), "Signed by the parent.")


graph = built()
