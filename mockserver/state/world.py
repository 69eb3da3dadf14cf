"""All the mock's state. One per app: two apps in one process share nothing."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mockserver.built_in import GRAPH_IDS, MODEL_CALLS
from mockserver.state.assistants import Assistants
from mockserver.state.checkpoints import Checkpoints
from mockserver.state.clock import Clock
from mockserver.state.ids import Ids
from mockserver.state.logs import Logs
from mockserver.state.runs import Runs
from mockserver.state.schedule import Schedule
from mockserver.state.threads import Threads

if TYPE_CHECKING:  # it takes half a second to import
    from langgraph.store.memory import InMemoryStore


class World:
    def __init__(
        self,
        *,
        seed: int | None = None,
        graphs: Mapping[str, Any] | None = None,
        descriptions: Mapping[str, str | None] | None = None,
        built_in: bool = True,
        pace: float = 0.0,
        clock: Clock | None = None,
        allow_webhooks: bool = False,
    ) -> None:
        """With a seed, the same requests get the same bytes.

        `graphs` are compiled graphs, or what else `graphs.mounting` makes of the user's. They come beside
        those built in, if these are to be served too: of two with one name it is the user's that counts.
        `descriptions` are what their system assistants say of them.
        The models of those built in take `pace` seconds a word.
        """
        self.pace = pace
        self.allow_webhooks = allow_webhooks
        self.clock = clock or (Clock.wall() if seed is None else Clock.logical())
        self.seeded = seed is not None
        self.ids = Ids(seed)
        self.graphs = dict(graphs or {})
        self.graph_ids = tuple(sorted({*(GRAPH_IDS if built_in else ()), *self.graphs}))
        self.assistants = Assistants(self.clock, {**dict.fromkeys(self.graph_ids), **(descriptions or {})})
        self.checkpoints = Checkpoints(self.ids, seeded=self.seeded)
        self.threads = Threads(self.clock, self.ids, self.checkpoints, self._forget_thread)
        self.runs = Runs(self.clock)
        self.logs = Logs(self.clock)
        self.schedule = Schedule(self.clock.elapsed)

    @cached_property
    def store(self) -> "InMemoryStore":
        from langgraph.store.memory import InMemoryStore  # noqa: PLC0415

        return InMemoryStore()

    async def close(self) -> None:
        """Stop all runs, and end what is told of them."""
        self.logs.finish()
        await self.schedule.close()

    def _forget_thread(self, thread_id: str) -> None:
        self.schedule.drop(thread_id)
        self.logs.drop(thread_id, [run.run_id for run in self.runs.of(thread_id)])
        self.runs.drop(thread_id)
        if "store" in self.__dict__:
            self.store.delete(MODEL_CALLS, thread_id)
