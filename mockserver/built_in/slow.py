"""The graph `slow`: takes `seconds`, in `steps` steps that each write a message and the progress."""

import asyncio
from typing import Any, Literal

from langgraph.graph import START, StateGraph
from langgraph.runtime import Runtime
from langgraph.stream import CustomTransformer, ProtocolEvent, StreamChannel, StreamTransformer

from mockserver.built_in.conversation import Conversation, reply

DEFAULT_SECONDS = 5.0
DEFAULT_STEPS = 5


class Work(Conversation, total=False):
    seconds: float
    steps: int
    done: int
    """Number of steps done."""


class ProgressTransformer(StreamTransformer):
    """Copies custom events to the channel `custom:progress`, for clients that subscribe by name."""

    required_stream_modes = ("custom",)

    def __init__(self, scope: tuple[str, ...] = ()) -> None:
        super().__init__(scope)
        self._progress = StreamChannel[Any]("progress")

    def init(self) -> dict[str, Any]:
        return {"progress": self._progress}

    def process(self, event: ProtocolEvent) -> bool:
        if event["method"] == "custom":
            self._progress.push(event["params"]["data"])
        return True


def begin(state: Work) -> Work:  # noqa: ARG001 langgraph requires this name
    """Reset the steps at the start of each run."""
    return {"done": 0}


async def step(state: Work, *, runtime: Runtime[None]) -> Work:
    done, steps = state["done"] + 1, state.get("steps", DEFAULT_STEPS)
    await asyncio.sleep(state.get("seconds", DEFAULT_SECONDS) / max(steps, 1))
    runtime.stream_writer({"done": done, "steps": steps})
    text = reply(state.get("messages", []), f"Step {done} of {steps} is done.")
    return {"messages": text["messages"], "done": done}


def goes_on(state: Work) -> Literal["step", "__end__"]:
    return "step" if state["done"] < state.get("steps", DEFAULT_STEPS) else "__end__"


graph = (
    StateGraph(Work)
    .add_node("begin", begin)
    .add_node("step", step)
    .add_edge(START, "begin")
    .add_conditional_edges("begin", goes_on)
    .add_conditional_edges("step", goes_on)
    .compile(name="slow", transformers=[CustomTransformer, ProgressTransformer])
)
