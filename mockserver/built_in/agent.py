"""The graph `agent`: a chat with tools, interrupts, delays and failures; a keyword selects its reply.

Any server that hosts LangGraph graphs can serve this module unchanged: `graph` is the compiled graph.
"""

import json
from collections.abc import Sequence
from typing import Any, Literal

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage
from langchain_core.messages.tool import ToolCall, tool_call
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.prebuilt import ToolCallTransformer
from langgraph.runtime import Runtime
from langgraph.types import interrupt

from mockserver.built_in import MODEL_CALLS
from mockserver.built_in.approval import NEEDS_APPROVAL, ask_first
from mockserver.built_in.conversation import Conversation, last_human_text, reply_id, turn
from mockserver.built_in.scripted_model import Reply, ScriptedModel
from mockserver.built_in.tools import calls, run_tools

Graph = CompiledStateGraph[Conversation, None, Conversation, Conversation]

INTERRUPT_VALUE = {"question": "Which colour?", "choices": ["red", "blue"]}


FAILURE = "simulated backend failure"


def first_word(messages: Sequence[AnyMessage]) -> str:
    return next(iter(last_human_text(messages).split(maxsplit=1)), "").lower()


def reply(messages: Sequence[AnyMessage], call: int) -> Reply:
    """Return the reply, which the first word of the last human message selects.

    `call` is the number of the model call in the thread.
    """
    own = reply_id(messages, call)
    if messages and isinstance(messages[-1], ToolMessage):
        text = f"The tool said: {messages[-1].text} That is all. (turn {turn(messages)})"
        return Reply(own, text)
    match first_word(messages):
        case "tool":
            return Reply(own, "Let me use a tool.", (requested_call(own, "get_weather", {"city": "Paris"}),))
        case "interrupt":
            email = {"to": "ann@example.org", "subject": "hello"}
            return Reply(own, tool_calls=(requested_call(own, "send_email", email),))
        case "slow":
            return Reply(own, " ".join(f"word{number}" for number in range(1, 201)))
        case "boom":
            return Reply(own, "This will not end well.", failure=FAILURE)
    echo = f"Echo of turn {turn(messages)}: you wrote '{last_human_text(messages)}'."
    return Reply(own, f"{echo} This is a fake model answering word by word, call number {call}.")


def chosen(messages: Sequence[AnyMessage], call: int, choice: Any) -> Reply:
    return Reply(reply_id(messages, call), f"You chose {json.dumps(choice)}")


def requested_call(message_id: str, name: str, args: dict[str, Any]) -> ToolCall:
    return tool_call(name=name, args=args, id=f"call_{message_id}")


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
