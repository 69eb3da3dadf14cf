"""Execution of a run: its graph runs in langgraph, and the streamed parts become events of the API."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import aclosing
from typing import Any, NamedTuple

from langchain_core.messages import BaseMessage, BaseMessageChunk, message_chunk_to_message

from mockserver.graphs import serialize
from mockserver.graphs.json_encoder import encode_interleaved
from mockserver.graphs.load import Graph
from mockserver.graphs.protocol_events import protocol_events
from mockserver.graphs.registry import RUN, bound, opened
from mockserver.graphs.reproducible_ids import seeded
from mockserver.graphs.run_config import durability, run_config, run_context, run_input, run_request_context
from mockserver.state.assistants import Assistant
from mockserver.state.runs import Run
from mockserver.state.saver import ThreadSaver
from mockserver.state.world import World

HIDDEN = "langsmith:hidden"
"""Tag of internal events, which are not streamed."""


class Part(NamedTuple):
    """A streamed part, in one form for all streaming options."""

    namespace: tuple[str, ...]
    mode: str
    chunk: Any


class StreamedMessages:
    """Stream mode `messages`: each event contains the whole message up to that point."""

    def __init__(self) -> None:
        self._so_far: dict[str | None, BaseMessage] = {}

    def events(self, message: BaseMessage, metadata: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        """Yield the events of a message or of a chunk."""
        before = self._so_far.get(message.id)
        if before is None:
            yield "messages/metadata", {message.id: {"metadata": metadata}}
        if isinstance(message, BaseMessageChunk) and isinstance(before, BaseMessageChunk):
            message = before + message
        self._so_far[message.id] = message
        kind = "partial" if isinstance(message, BaseMessageChunk) else "complete"
        yield f"messages/{kind}", [message_chunk_to_message(message)]


async def execute(
    world: World, run: Run, assistant: Assistant, saver: ThreadSaver
) -> AsyncGenerator[tuple[str, bytes], None]:
    """Yield name and JSON of each event. Exceptions of the graph propagate."""
    # the thread is deleted after the run, and its state with it
    kept_in = None if run.kwargs.get("temporary") else saver
    with seeded(world):
        config, context = run_config(world, run, assistant), run_request_context(run, assistant)
        kwargs: Any = {"owner": run.owner, "access": RUN, "context": context}
        async with opened(world, assistant.graph_id, config, **kwargs) as graph:
            bound_graph = bound(world, graph, kept_in, run.owner)
            stream = (
                protocol_events(world, bound_graph, run, assistant)
                if run.uses_protocol_v2
                else _events(world, bound_graph, run, assistant)
            )
            async with aclosing(stream):
                async for name, data in stream:
                    yield name, await encode_interleaved(data)


async def _events(
    world: World, graph: Graph, run: Run, assistant: Assistant
) -> AsyncGenerator[tuple[str, Any], None]:
    """Yield events of the requested stream modes."""
    messages = StreamedMessages()
    async with aclosing(_streamed(world, graph, run, assistant)) as stream:
        async for part in stream:
            for event in _event(part, run.kwargs["stream_mode"], messages):
                yield event


async def _streamed(world: World, graph: Graph, run: Run, assistant: Assistant) -> AsyncGenerator[Part, None]:
    subgraphs = bool(run.kwargs.get("stream_subgraphs"))
    modes = run.kwargs["stream_mode"]
    value, config = run_input(world, graph, run), run_config(world, run, assistant, graph)
    kwargs: dict[str, Any] = {
        "stream_mode": list(dict.fromkeys(_library_mode(mode) for mode in modes if mode != "events")),
        "subgraphs": subgraphs,
        "context": run_context(graph, run, assistant),
        "interrupt_before": run.kwargs.get("interrupt_before"),
        "interrupt_after": run.kwargs.get("interrupt_after"),
    }
    if graph.checkpointer:
        kwargs["durability"] = durability(run)
    if "events" in modes:
        events: Any = graph.astream_events(value, config, version="v2", **kwargs)
        async with aclosing(events):
            async for part in _parts(events, run, subgraphs=subgraphs):
                yield part
        return
    stream: Any = graph.astream(value, config, output_keys=graph.output_channels, **kwargs)
    async with aclosing(stream):
        async for chunk in stream:
            yield _part(chunk, subgraphs=subgraphs)


async def _parts(
    events: AsyncIterator[Mapping[str, Any]], run: Run, *, subgraphs: bool
) -> AsyncGenerator[Part, None]:
    """Split the events: those with the graph's own stream become its parts, others have the mode `events`."""
    async for event in events:
        if HIDDEN in event.get("tags", ()):
            continue
        if event["event"] == "on_chain_stream" and event["run_id"] == run.run_id:
            yield _part(event["data"]["chunk"], subgraphs=subgraphs)
        else:
            yield Part((), "events", event)


def _part(chunk: Any, *, subgraphs: bool) -> Part:
    return Part(*chunk) if subgraphs else Part((), *chunk)


def _event(part: Part, modes: list[str], messages: StreamedMessages) -> Iterator[tuple[str, Any]]:
    name = "|".join((part.mode, *part.namespace))
    if part.mode == "messages" and "messages-tuple" not in modes:
        yield from messages.events(*part.chunk)  # these event names have no namespace
    elif part.mode == "debug" and part.chunk["type"] == "checkpoint":
        yield name, {**part.chunk, "payload": serialize.debug_checkpoint(part.chunk["payload"])}
    else:
        yield name, part.chunk


def _library_mode(mode: str) -> str:
    return "messages" if mode == "messages-tuple" else mode
