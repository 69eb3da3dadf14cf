"""The graph `agent`: a chat with tools, interrupts, delays and failures; a keyword selects its reply.

Any server that hosts LangGraph graphs can serve this module unchanged: `graph` is the compiled graph.
"""

from collections.abc import Sequence
from typing import Any, Literal

from langchain_core.messages import AIMessage, AnyMessage
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.prebuilt import ToolCallTransformer
from langgraph.runtime import Runtime
from langgraph.types import interrupt

from mockserver.built_in import MODEL_CALLS
from mockserver.built_in.agent_replies import chosen, first_word, reply
from mockserver.built_in.approval import NEEDS_APPROVAL, ask_first
from mockserver.built_in.conversation import Conversation
from mockserver.built_in.scripted_model import ScriptedModel
from mockserver.built_in.tools import calls, run_tools

Graph = CompiledStateGraph[Conversation, None, Conversation, Conversation]

INTERRUPT_VALUE = {"question": "Which colour?", "choices": ["red", "blue"]}


async def next_call(runtime: Runtime[Any], messages: Sequence[AnyMessage]) -> int:
    """Return the number of the next model call, so that a regenerated answer differs from the first.

    Without a store, count the answers in `messages`.
    """
    store, thread_id = runtime.store, runtime.execution_info and runtime.execution_info.thread_id
    if store is None or not thread_id:
        return 1 + sum(isinstance(message, AIMessage) for message in messages)
    item = await store.aget(MODEL_CALLS, thread_id)
    number: int = 1 + (item.value["calls"] if item else 0)
    await store.aput(MODEL_CALLS, thread_id, {"calls": number})
    return number


def built(pace: float | None = None) -> Graph:
    """Return the graph with a model that takes `pace` seconds per word."""
    # only async functions: sync ones would run in another thread

    async def agent(state: Conversation, *, runtime: Runtime[None]) -> Conversation:
        messages = state.get("messages", [])
        call = await next_call(runtime, messages)
        model = ScriptedModel(reply=reply(messages, call), pace=pace)
        return {"messages": [await model.ainvoke(messages)]}

    async def ask(state: Conversation, *, runtime: Runtime[None]) -> Conversation:
        choice = interrupt(INTERRUPT_VALUE)
        messages = state["messages"]
        call = await next_call(runtime, messages)
        model = ScriptedModel(reply=chosen(messages, call, choice), pace=pace)
        return {"messages": [await model.ainvoke(messages)]}

    return (
        StateGraph(Conversation)
        .add_node("agent", agent)
        .add_node("ask", ask)
        .add_node("approval", ask_first)
        .add_node("tools", run_tools)
        .add_conditional_edges(START, who_answers)
        .add_conditional_edges("agent", what_is_called)
        .add_edge("approval", "agent")
        .add_edge("tools", "agent")
        .add_edge("ask", END)
        .compile(name="agent", transformers=[ToolCallTransformer])
    )


async def who_answers(state: Conversation) -> Literal["ask", "agent"]:
    return "ask" if first_word(state.get("messages", [])) == "ask" else "agent"


async def what_is_called(state: Conversation) -> Literal["approval", "tools", "__end__"]:
    names = {call["name"] for call in calls(state.get("messages", []))}
    if NEEDS_APPROVAL in names:
        return "approval"
    return "tools" if names else "__end__"


graph = built()
