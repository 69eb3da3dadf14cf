"""Graphs with more interrupts and events than the built-in ones, served by the `langgraph.json` here.

Their nodes are async, so that the interrupts of one step always have the same order.
"""

import operator
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from langchain_core.runnables import RunnableConfig
from langgraph.config import get_stream_writer
from langgraph.graph import START, StateGraph
from langgraph.prebuilt import ToolCallTransformer
from langgraph.stream import CustomTransformer
from langgraph.types import interrupt
from typing_extensions import TypedDict

from mockserver.built_in.slow import ProgressTransformer
from mockserver.built_in.tools import get_weather


class State(TypedDict, total=False):
    said: Annotated[list[str], operator.add]


async def write(_state: State) -> State:
    writer = get_stream_writer()
    writer({"stage": "thinking"})
    writer({"name": "status", "payload": {"label": "busy"}})
    writer("a text")
    writer(None)
    return {"said": ["written"]}


async def call(_state: State, config: RunnableConfig) -> State:
    arguments = {"name": "get_weather", "args": {"city": "Paris"}, "id": "call_1", "type": "tool_call"}
    return {"said": [(await get_weather.ainvoke(arguments, config)).content]}


async def fail(_state: State) -> State:
    raise ValueError("broken")


def asks(name: str) -> Callable[[State], Awaitable[State]]:
    async def ask(_state: State) -> State:
        return {"said": [f"{name}: {interrupt(name)}"]}

    return ask


def at_once(name: str, nodes: dict[str, Any]) -> Any:
    """Return a graph whose nodes run in the same step."""
    graph = StateGraph(State)
    for node, does in nodes.items():
        graph.add_node(node, does).add_edge(START, node)
    return graph.compile(name=name)


def in_turn(name: str, nodes: dict[str, Any], transformers: list[Any]) -> Any:
    return (
        StateGraph(State)
        .add_sequence([*nodes.items()])
        .add_edge(START, next(iter(nodes)))
        .compile(name=name, transformers=transformers)
    )


two = at_once("two", {"a": asks("a"), "b": asks("b")})
mixed = at_once("mixed", {"a": asks("a"), "write": write})
broken = at_once("broken", {"a": asks("a"), "fail": fail})
below = at_once("below", {"child": at_once("child", {"a": asks("a")}), "c": asks("c")})
silent = in_turn("silent", {"write": write, "call": call}, [])
channels = in_turn(
    "channels",
    {"child": in_turn("child", {"write": write, "call": call}, []), "write": write, "call": call},
    [CustomTransformer, ToolCallTransformer, ProgressTransformer],
)
