"""Reading and updating of thread states through their graphs. Importing this module imports langgraph."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import orjson
from langgraph.errors import InvalidUpdateError
from langgraph.types import StateSnapshot

from mockserver.errors import ApiError, BadRequest, InvalidRequest
from mockserver.graphs import serialize
from mockserver.graphs.checkpoint_ref import CheckpointRef
from mockserver.graphs.json_encoder import encode
from mockserver.graphs.message_ids import with_message_ids
from mockserver.graphs.registry import Graph, bound, opened
from mockserver.graphs.reproducible_ids import seeded
from mockserver.graphs.run_command import state_updates
from mockserver.state.event_loop import in_thread
from mockserver.state.saver import ThreadSaver
from mockserver.state.threads import Thread
from mockserver.state.world import World

EMPTY_SNAPSHOT = StateSnapshot(
    values={}, next=(), config={}, metadata=None, created_at=None, parent_config=None, tasks=(), interrupts=()
)
PAGE_SIZE = 10
"""States of a history that are read at a time."""

MAX_MESSAGE_CHARS = 1000
"""Maximum length of a detail: some errors repeat the whole value."""

T = TypeVar("T")

unreadable = partial(InvalidRequest, "checkpoint")


class States:
    def __init__(self, world: World) -> None:
        self._world = world

    async def read(self, thread: Thread, address: CheckpointRef, *, subgraphs: bool) -> orjson.Fragment:
        """Return the state at a checkpoint; an empty state if the thread does not have it."""
        async with self._reader(thread) as graph:
            if graph is None:
                return serialize.encoded(serialize.state(EMPTY_SNAPSHOT))
            config = address.configurable(thread.thread_id)
            return await _read(graph, config, _states, subgraphs=subgraphs)

    async def history(
        self,
        thread: Thread,
        address: CheckpointRef,
        *,
        limit: int,
        before: str | None,
        metadata: Mapping[str, Any],
    ) -> orjson.Fragment:
        """Return the history, newest first."""
        async with self._reader(thread) as graph:
            if graph is None or limit <= 0:
                return serialize.encoded([])
            history = History(graph, address.configurable(thread.thread_id), metadata)
            states: list[bytes] = []
            while page := await history.page(before, min(limit - len(states), PAGE_SIZE)):
                states += page.values()
                before = [*page][-1]
            return orjson.Fragment(b"[%b]" % b",".join(states))

    async def update(self, thread: Thread, address: CheckpointRef, values: Any, as_node: str | None) -> Any:
        """Append a checkpoint and return its config. If the graph rejects the update, nothing changes."""
        graph_id = thread.metadata.get("graph_id")
        async with (
            self._writer(thread.owner, thread.thread_id, graph_id) as graph,
            self._world.checkpoints.draft(thread.thread_id) as saver,
        ):
            with seeded(self._world), api_error(BadRequest):
                config = address.configurable(thread.thread_id) | {"graph_id": graph_id}
                _must_be_writable(values, config)
                drafting = bound(self._world, graph, saver, thread.owner)
                identified = with_message_ids(graph, values, self._world.ids.message)
                put = await drafting.aupdate_state({"configurable": config}, identified, as_node)
                state = await _thread_state(drafting, thread.thread_id)
            busy = {"status": "busy"} if self._world.runs.unfinished(thread.thread_id) else {}
            self._world.threads.update_state(thread, **{**state, **busy})
        return serialize.checkpoint(put)

    async def latest(self, thread: Thread) -> dict[str, Any]:
        """Return the fields of the thread that show its latest state."""
        async with self._reader(thread) as graph:
            if graph is None:
                return {"status": "idle", "values": None, "interrupts": {}, "error": None}
            return await _thread_state(graph, thread.thread_id)

    async def create(
        self,
        owner: str,
        thread_id: str,
        supersteps: Sequence[Mapping[str, Any]],
        *,
        if_exists: str,
        metadata: Mapping[str, Any],
        ttl: Mapping[str, Any] | None,
    ) -> Thread:
        """Create a thread with an initial state. If the graph rejects it, no thread is created."""
        if existing := self._world.threads.get_existing(owner, thread_id, if_exists):
            return existing
        graph_id = metadata.get("graph_id")
        saver = self._world.checkpoints.empty()
        draft = saver.draft()
        async with self._writer(owner, thread_id, graph_id) as graph:
            with seeded(self._world), api_error(BadRequest):
                _must_be_writable(supersteps)
                drafting = bound(self._world, graph, draft, owner)
                config = CheckpointRef().configurable(thread_id) | {"graph_id": graph_id}
                updates = state_updates(graph, supersteps, self._world.ids.message)
                await drafting.abulk_update_state({"configurable": config}, updates)
                state = await _thread_state(drafting, thread_id)
        thread = self._world.threads.create(owner, thread_id=thread_id, metadata=metadata, ttl=ttl, **state)
        saver.add(draft)
        self._world.checkpoints.keep(thread_id, saver)
        return thread

    @asynccontextmanager
    async def _reader(self, thread: Thread) -> AsyncIterator[Graph | None]:
        """Yield the thread's graph; `None` if its id, which may be any JSON value, is unknown."""
        graph_id = thread.metadata.get("graph_id")
        if not isinstance(graph_id, str) or graph_id not in self._world.graph_ids:
            yield None
            return
        kwargs: Any = {"owner": thread.owner, "access": "threads.read"}
        async with opened(self._world, graph_id, _config(thread.thread_id), **kwargs) as graph:
            with api_error(unreadable):
                saver = self._world.checkpoints.of(thread.thread_id)
                yield bound(self._world, graph, saver, thread.owner)

    def _writer(self, owner: str, thread_id: str, graph_id: Any) -> AbstractAsyncContextManager[Graph]:
        if graph_id is None:
            raise BadRequest(f"Thread {thread_id} has no graph: start a run or set metadata.graph_id")
        if graph_id not in self._world.graph_ids:
            raise BadRequest(f"Graph {graph_id!r} of thread {thread_id} not found")
        return opened(
            self._world, graph_id, _config(thread_id, graph_id=graph_id), owner=owner, access="threads.update"
        )


def _config(thread_id: str, **more: str) -> dict[str, Any]:
    """Return the config for functions that build graphs."""
    return {"configurable": {"thread_id": thread_id, **more}}


@dataclass(frozen=True, slots=True)
class History:
    """States whose metadata contain the given metadata."""

    graph: Graph
    configurable: Mapping[str, Any]
    metadata: Mapping[str, Any]

    async def page(self, before: str | None, limit: int) -> dict[str, bytes]:
        """Return JSON by checkpoint id, newest first. Runs in a thread, since states may be large."""
        return await in_thread(lambda: self._read(viewed(self.graph), before, limit))

    def _read(self, graph: Graph, before: str | None, limit: int) -> dict[str, bytes]:
        if limit == 0:
            return {}
        snapshots = graph.get_state_history(
            {"configurable": {**self.configurable}},
            before={"configurable": {"checkpoint_id": before}} if before else None,
            filter={**self.metadata},
            limit=limit,
        )
        states = map(serialize.state, snapshots)
        return {state["checkpoint_id"]: encode(state) for state in states}


def viewed(graph: Graph) -> Graph:
    """Return the graph with a view of its checkpoints that another thread may read."""
    return graph.copy(update={"checkpointer": saver.view()}) if (saver := _saver(graph)) else graph


def _saver(graph: Graph) -> ThreadSaver | None:
    return graph.checkpointer if isinstance(graph.checkpointer, ThreadSaver) else None


async def _read(
    graph: Graph,
    configurable: Mapping[str, Any],
    form: Callable[[StateSnapshot], T],
    *,
    subgraphs: bool = False,
) -> T:
    """Return a state, converted by `form`; in a thread if it may be large."""
    config: Any = {"configurable": {**configurable}}
    saver = _saver(graph)
    if saver is None or saver.is_small:
        return form(await graph.aget_state(config, subgraphs=subgraphs))
    reading = viewed(graph)
    return await in_thread(lambda: form(reading.get_state(config, subgraphs=subgraphs)))


def _states(snapshot: StateSnapshot) -> orjson.Fragment:
    return serialize.encoded(serialize.state(snapshot))


def _must_be_writable(*values: Any) -> None:
    """Reject values that are nested too deeply for the JSON of a history."""
    orjson.dumps([{"tasks": [{"result": value}]} for value in values])


async def _thread_state(graph: Graph, thread_id: str) -> dict[str, Any]:
    """Return the thread's fields: interrupts of its latest state, and values of its checkpoint."""
    fields, unfinished = await _read(graph, CheckpointRef().configurable(thread_id), _state_fields)
    return fields if unfinished is None else {**fields, "values": await _read(graph, unfinished, _values)}


def _state_fields(snapshot: StateSnapshot) -> tuple[dict[str, Any], Mapping[str, Any] | None]:
    """Return the thread's fields, and a checkpoint to read the values from if a step is unfinished.

    The latest state includes the writes of an unfinished step, its checkpoint does not.
    """
    interrupts = {
        task.id: [serialize.interrupt(pending) for pending in task.interrupts]
        for task in snapshot.tasks
        if task.interrupts
    }
    fields = {
        "status": "interrupted" if snapshot.next else "idle",
        "values": _values(snapshot),
        "interrupts": serialize.plain(interrupts),
        "error": None,
    }
    is_unfinished = any(task.result is not None for task in snapshot.tasks)
    return fields, snapshot.config["configurable"] if is_unfinished and snapshot.created_at else None


def _values(snapshot: StateSnapshot) -> Any:
    return serialize.plain(snapshot.values) if snapshot.created_at else None


@contextmanager
def api_error(error: Callable[[str], ApiError]) -> Iterator[None]:
    """Convert every exception in a block that processes a client's values.

    The values go through reducers, langchain's messages, pydantic and the serializer. Each raises its own
    exceptions, and no documentation lists them. So every exception counts as an invalid request: here, and
    nowhere else.
    """
    try:
        yield
    except ApiError:
        raise
    except Exception as cause:
        raise error(_sentence(cause)) from cause


def _sentence(cause: Exception) -> str:
    sentence = str(cause)
    if not isinstance(cause, ValueError | InvalidUpdateError):
        sentence = f"{type(cause).__name__}: {sentence}"
    # the message may contain a lone surrogate from a value, which JSON can't carry
    return sentence[:MAX_MESSAGE_CHARS].encode(errors="replace").decode()
