"""A graph with two features that the built-in graphs lack: a LangChain tool and a custom channel."""

from typing import Any, ClassVar

from langchain_core.tools import tool
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.prebuilt import ToolCallTransformer
from langgraph.stream import StreamChannel, StreamTransformer

CALL = {"type": "tool_call", "id": "call-1", "name": "add", "args": {"a": 1, "b": 2}}


class Counting(StreamTransformer):
    """Transformer that sends the number of messages in each state on the channel `custom:states`."""

    required_stream_modes: ClassVar[tuple[str, ...]] = ("values",)

    def init(self) -> dict[str, Any]:
        self._channel: StreamChannel[int] = StreamChannel("states")
        return {"states": self._channel}

    def process(self, event: Any) -> bool:
        if event["method"] == "values" and not event["params"]["namespace"]:
            self._channel.push(len(event["params"]["data"]["messages"]))
        return True


@tool
def add(a: int, b: int) -> int:
    """Add them."""
    return a + b


async def work(state: MessagesState) -> dict[str, Any]:
    del state
    return {"messages": [await add.ainvoke(CALL)]}


graph = (
    StateGraph(MessagesState)
    .add_node("work", work)
    .add_edge(START, "work")
    .compile(transformers=[ToolCallTransformer, Counting])
)
