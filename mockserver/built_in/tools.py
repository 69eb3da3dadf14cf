"""The tools of `agent`."""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, AnyMessage, ToolCall, ToolMessage
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import tool

from mockserver.built_in.conversation import Conversation


@tool
async def get_weather(city: str) -> str:
    """What the weather is like in a city."""
    return f"It is sunny in {city}."


async def run_tools(state: Conversation, config: RunnableConfig) -> Conversation:
    """Run all tool calls of the last message. langgraph's ToolNode would use random message ids."""
    return {"messages": [await _tool_message(call, config) for call in calls(state["messages"])]}


def calls(messages: Sequence[AnyMessage]) -> Sequence[ToolCall]:
    last = messages[-1] if messages else None
    return last.tool_calls if isinstance(last, AIMessage) else []


def result(call: ToolCall, text: str, status: str = "success") -> ToolMessage:
    return ToolMessage(
        text, name=call["name"], tool_call_id=call["id"], id=f"result_{call['id']}", status=status
    )


async def _tool_message(call: ToolCall, config: RunnableConfig) -> ToolMessage:
    if call["name"] != get_weather.name:
        return result(call, f"Error: unknown tool {call['name']!r}", "error")
    message: ToolMessage = await get_weather.ainvoke({**call, "type": "tool_call"}, config)
    # copied, because the tool's own message may already have been streamed
    return message.model_copy(update={"id": f"result_{call['id']}"})
