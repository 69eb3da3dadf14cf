"""All state of one session. Worlds share nothing but compiled graphs."""

from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from mockserver.built_in import GRAPH_IDS
from mockserver.errors import GraphNotFound
from mockserver.state.assistants import Assistants
from mockserver.state.changes import Changes, Table, Tables
from mockserver.state.checkpoints import Checkpoints
from mockserver.state.clock import Clock
from mockserver.state.crons import CronFilter, Crons
from mockserver.state.event_log import Logs
from mockserver.state.event_loop import Imports
from mockserver.state.ids import Ids
from mockserver.state.metrics import Traffic
from mockserver.state.owner_stores import Stores
from mockserver.state.runs import Runs
from mockserver.state.scheduler import Schedule, Timer
from mockserver.state.served_scenario import ServedScenario
from mockserver.state.threads import Threads

if TYPE_CHECKING:
    from mockserver.scenarios import Scenario

UNNAMED = "LangGraph"
"""langgraph's name of a compiled graph without one."""


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
        allow_tracing: bool = False,
        url: str | None = None,
        disabled: frozenset[str] = frozenset(),
        compiled: dict[str, Any] | None = None,
        is_recorded: bool = False,
    ) -> None:
        """Create the state. With a seed, the same requests get the same responses, byte for byte.

        `graphs` are compiled graphs or other results of `graphs.load`. They join the built-in ones, if
        `built_in` is true; a user's graph replaces a built-in one with the same id.
        `descriptions` are those of their system assistants.
        `pace` is the seconds per word of the built-in models.
        `compiled` are built-in graphs compiled so far, which worlds of the same `pace` share.
        With `is_recorded`, `changes` has everything that happens from now on.
        """
        self.changes = changes = Changes(is_recording=is_recorded)
        self.seed, self._built_in = seed, built_in
        self._configured = dict(graphs or {})
        self.compiled = {} if compiled is None else compiled
        self.pace = pace
        self.allow_webhooks = allow_webhooks
        self.allow_tracing = allow_tracing
        self.url = url
        """URL of the mock; `None` if it is not served."""
        self.disabled = disabled
        """Features that are not served."""
        self.clock = clock or clock_for(seed)
        self.clock.changed = changes.touch
        self.seeded = seed is not None
        self.ids = Ids(seed)
        self.graphs = dict(graphs or {})
        self._other_graph_ids = frozenset({*(GRAPH_IDS if built_in else ()), *self.graphs})
        self.graph_ids = tuple(sorted(self._other_graph_ids))
        self.scenarios: Table[str, ServedScenario] = changes.table("scenarios")
        """Scenarios by graph id. They come before other graphs with the same id."""
        self._attempts: Tables[str, tuple[Any, ...], int] = changes.tables("attempts")
        """Counts of failures by scenario."""
        names = {graph_id: getattr(graph, "name", UNNAMED) for graph_id, graph in self.graphs.items()}
        names = {graph_id: name for graph_id, name in names.items() if name != UNNAMED}
        described = {**dict.fromkeys(self.graph_ids), **(descriptions or {})}
        self._descriptions = described
        """Descriptions of the graphs that are not scenarios."""
        self.assistants = Assistants(self.clock, described, names, changes)
        self.checkpoints = Checkpoints(self.ids, changes, seeded=self.seeded)
        self.stores = Stores(self.clock, changes)
        self.threads = Threads(self.clock, self.ids, self.checkpoints, self._forget_thread, changes)
        self.runs = Runs(self.clock, changes)
        self.logs = Logs(self.clock, changes)
        self.schedule = Schedule(self.clock, changes)
        self.crons = Crons(self.clock, self.ids, changes)
        self.traffic = Traffic()
        self.imports = Imports()
        self.schemas: MutableMapping[object, dict[str, Any]] = WeakKeyDictionary()
        """Schemas of compiled graphs by their name, which take pydantic a tenth of a second."""
        self.alarm = Timer(self.clock)
        """Timer of the crons."""

    def put_scenario(self, name: str, scenario: "Scenario", *, is_lasting: bool = False) -> None:
        """Serve the scenario from now on. Threads, runs and state stay; current runs end with the old one.

        A blank world has only the lasting ones.
        """
        self._attempts.pop(name, None)
        counts = self._attempts.of(name)
        self.scenarios[name] = ServedScenario(scenario, counts, is_lasting=is_lasting)
        self._update_graph_ids()
        self.assistants.put_graph(name, scenario.description)

    def remove_scenario(self, name: str) -> None:
        """Remove the scenario. A graph with the same id, which it replaced, is served again.

        Raises:
            GraphNotFound: no scenario has the name.

        """
        if name not in self.scenarios:
            raise GraphNotFound(name)
        del self.scenarios[name], self._attempts[name]
        self._update_graph_ids()
        if name in self._other_graph_ids:
            self.assistants.put_graph(name, self._descriptions[name])
        else:
            self.assistants.remove_graph(name)

    def _update_graph_ids(self) -> None:
        self.graph_ids = tuple(sorted({*self._other_graph_ids, *self.scenarios}))

    def blank(self, clock: Clock | None = None, *, is_recorded: bool | None = None) -> "World":
        """Return an empty world with the same settings and graphs, and a clock that was not read yet.

        Its changes are recorded if those of this world are; `is_recorded` takes precedence.
        """
        blank = World(
            seed=self.seed,
            graphs=self._configured,
            descriptions=self._descriptions,
            built_in=self._built_in,
            pace=self.pace,
            allow_webhooks=self.allow_webhooks,
            allow_tracing=self.allow_tracing,
            url=self.url,
            disabled=self.disabled,
            clock=clock or self.new_clock(),
            compiled=self.compiled,
            is_recorded=self.changes.is_recording if is_recorded is None else is_recorded,
        )
        blank.schemas = self.schemas
        for name, served in self.scenarios.items():
            if served.is_lasting:
                blank.put_scenario(name, served.scenario, is_lasting=True)
        return blank

    def new_clock(self) -> Clock:
        """Return a clock like that of a new world."""
        return clock_for(self.seed)

    async def close(self) -> None:
        """Stop all runs and finish all logs."""
        self.alarm.stop()
        self.logs.finish()
        await self.schedule.close()

    def _forget_thread(self, owner: str, thread_id: str) -> None:
        self.schedule.delete_thread(thread_id)
        self.logs.delete_thread(thread_id, [run.run_id for run in self.runs.of(thread_id)])
        self.runs.delete_thread(thread_id)
        self.stores.forget_thread(owner, thread_id)
        self.crons.forget(owner, CronFilter(thread_id=thread_id))


def clock_for(seed: int | None) -> Clock:
    return Clock.wall() if seed is None else Clock.logical()
