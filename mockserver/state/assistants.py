"""The table of assistants. Each owner sees their own and the system assistants."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import chain
from math import inf
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import orjson

from mockserver.errors import (
    AssistantExists,
    AssistantNotFound,
    BadRequest,
    GraphNotFound,
    InvalidRequest,
    NotFound,
)
from mockserver.state.changes import Changes, Tables
from mockserver.state.clock import Clock, iso_timestamp
from mockserver.state.containment import contains, effort
from mockserver.state.event_loop import run_comparisons
from mockserver.state.owner_isolation import OwnerTables
from mockserver.state.search import Page, Search, count


class Configuration(NamedTuple):
    config: Mapping[str, Any]
    context: Mapping[str, Any]

    def changed(self, config: Mapping[str, Any] | None, context: Mapping[str, Any] | None) -> "Configuration":
        """Return the configuration after an update. An empty `config` is ignored, as by the reference server.

        Raises:
            BadRequest: both arguments configure the graph.

        """
        configurable = (config or {}).get("configurable")
        if configurable and context:
            raise BadRequest("body.config.configurable and body.context exclude each other: send one of them")
        if configurable:
            return Configuration(config or {}, configurable)
        if context is not None:
            rest = {key: value for key, value in (config or self.config).items() if key != "configurable"}
            return Configuration({**rest, "configurable": context} if context else rest, context)
        return Configuration(config, {}) if config else self


NO_CONFIGURATION = Configuration({}, {})


NAMESPACE = UUID("6ba7b821-9dad-11d1-80b4-00c04fd430c8")
"""UUID namespace of system assistants, the same as on the reference server."""


@dataclass(frozen=True)
class Assistant:
    """An assistant. Times are strings in the API's format; config, context and metadata are JSON."""

    assistant_id: str
    owner: str | None
    """Owner of the assistant; `None` for a system assistant, which every owner sees."""
    graph_id: str
    created_at: str
    updated_at: str
    name: str
    config: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    description: str | None = None
    version: int = 1

    def to_json(self) -> dict[str, Any]:
        return {**self._content(), "created_at": self.created_at, "updated_at": self.updated_at}

    def version_to_json(self) -> dict[str, Any]:
        """Return the JSON of this version, whose creation time is that of the version."""
        return {**self._content(), "created_at": self.updated_at}

    def _content(self) -> dict[str, Any]:
        return {
            "assistant_id": self.assistant_id,
            "graph_id": self.graph_id,
            "config": self.config,
            "context": self.context,
            "metadata": self.metadata,
            "name": self.name,
            "description": self.description,
            "version": self.version,
        }

    @cached_property
    def encoded(self) -> orjson.Fragment:
        """Return the JSON, encoded only once."""
        return orjson.Fragment(orjson.dumps(self.to_json()))


@cache
def system_id(graph_id: str) -> str:
    """Return the id of the graph's system assistant: the same on every server."""
    return str(uuid5(NAMESPACE, graph_id))


@dataclass(frozen=True, slots=True)
class AssistantFilter:
    """Conditions of a search. Empty ones are ignored."""

    graph_id: str | None = None
    name: str = ""
    """A part of the name, in upper or lower case."""
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def effort(self) -> float:
        """Upper bound of the comparisons per item."""
        return inf if self.name else effort(self.metadata)  # a name may be long

    def admits(self, assistant: Assistant) -> bool:
        return (
            (self.graph_id is None or assistant.graph_id == self.graph_id)
            and self.name.lower() in assistant.name.lower()
            and (not self.metadata or contains(assistant.metadata, self.metadata))
        )


class Assistants:
    def __init__(
        self, clock: Clock, graphs: Mapping[str, str | None], names: Mapping[str, str], changes: Changes
    ) -> None:
        """Create a system assistant for each graph. `graphs` maps graph ids to descriptions.

        `names` maps the ids of graphs to names that differ from the id.
        """
        self._clock = clock
        self._graph_ids = frozenset(graphs)
        self._descriptions = dict(graphs)
        self._names = names
        self._by_owner: OwnerTables[str | None, Assistant] = OwnerTables(changes, "assistants")
        self._versions: Tables[str, int, Assistant] = changes.tables("assistant_versions")
        """Versions by assistant id, oldest first; keys count them."""
        self.since = iso_timestamp(clock.now())
        """Creation time of all system assistants, also of recreated ones."""
        for graph_id in sorted(self._graph_ids):
            self._system(graph_id)

    def put_graph(self, graph_id: str, description: str | None) -> None:
        """Add a graph with its system assistant, or change the description of one."""
        self._graph_ids |= {graph_id}
        self._descriptions[graph_id] = description
        system = self._system(graph_id)
        if system.description != description:
            self._keep_version(replace(system, description=description))

    def remove_graph(self, graph_id: str) -> None:
        """Remove a graph and its system assistant. Assistants that use it stay, and can't run."""
        self._graph_ids -= {graph_id}
        del self._descriptions[graph_id]
        if system_id(graph_id) in self._by_owner.of(None):
            self.delete("", system_id(graph_id))

    def update_graphs(self, earlier: Collection[str]) -> None:
        """Follow the changes of the graphs since an earlier time, when they had these ids.

        A system assistant that a client has deleted stays deleted.
        """
        for graph_id in sorted(self._graph_ids):
            if graph_id not in earlier or system_id(graph_id) in self._by_owner:
                self.put_graph(graph_id, self._descriptions[graph_id])
        for graph_id in earlier:
            if graph_id not in self._graph_ids and system_id(graph_id) in self._by_owner:
                self.delete("", system_id(graph_id))

    def every(self) -> list[Assistant]:
        """Return the current versions of all assistants, each owner's in order of creation."""
        return [*self._by_owner]

    def every_version(self) -> list[Assistant]:
        """Return all versions, oldest first."""
        return [version for versions in self._versions.values() for version in versions.values()]

    def restore(self, current: Iterable[Assistant], versions: Iterable[Assistant]) -> None:
        """Replace all assistants, in the order of `every` and `every_version`."""
        self._by_owner.clear()
        self._versions.clear()
        for version in versions:
            self._add_version(version)
        for assistant in current:
            self._keep(assistant)

    def seen_by(self, owner: str) -> Iterator[Assistant]:
        """Return the system assistants, then the owner's in order of creation."""
        return chain.from_iterable(table.values() for table in self._visible_to(owner))

    def must_serve(self, graph_id: str | None) -> None:
        if graph_id is not None and graph_id not in self._graph_ids:
            raise GraphNotFound(graph_id)

    def get(self, owner: str, assistant_id: str) -> Assistant:
        for table in self._visible_to(owner):
            if assistant := table.get(assistant_id):
                return assistant
        raise AssistantNotFound(assistant_id)

    def resolve(self, owner: str, name_or_id: str, field: str = "body.assistant_id") -> Assistant:
        """Return the assistant with the id, or the graph's system assistant. `field` is for the error."""
        if name_or_id in self._graph_ids:
            return self._system(name_or_id)
        try:
            assistant_id = str(UUID(name_or_id))
        except ValueError as error:
            graphs = ", ".join(sorted(self._graph_ids))
            problem = f"{name_or_id!r} is neither an assistant's UUID nor one of the graphs: {graphs}"
            raise InvalidRequest(field, problem) from error
        return self.get(owner, assistant_id)

    def create(
        self,
        owner: str,
        *,
        assistant_id: str,
        graph_id: str,
        if_exists: str = "raise",
        config: Mapping[str, Any] | None = None,
        context: Mapping[str, Any] | None = None,
        **content: Any,
    ) -> Assistant:
        """Create an assistant. `content` is its name, description and metadata."""
        configuration = NO_CONFIGURATION.changed(config, context)
        self.must_serve(graph_id)
        if assistant_id in self._by_owner:
            return self._get_existing(owner, assistant_id, if_exists)
        now = iso_timestamp(self._clock.now())
        created = Assistant(assistant_id, owner, graph_id, created_at=now, updated_at=now, **content)
        return self._keep_version(replace(created, **configuration._asdict()))

    def update(
        self,
        owner: str,
        assistant_id: str,
        *,
        config: Mapping[str, Any] | None = None,
        context: Mapping[str, Any] | None = None,
        metadata: Mapping[str, Any] | None = None,
        **content: Any,
    ) -> Assistant:
        """Add a version. `content` is name, description and graph_id; `None` keeps the old value."""
        assistant = self.get(owner, assistant_id)
        configuration = Configuration(assistant.config, assistant.context).changed(config, context)
        self.must_serve(content.get("graph_id"))
        new_version = replace(
            assistant,
            updated_at=iso_timestamp(self._clock.now()),
            version=self._all_versions(assistant_id)[-1].version + 1,
            metadata={**assistant.metadata, **(metadata or {})},
            **configuration._asdict(),
            **{name: value for name, value in content.items() if value is not None},
        )
        return self._keep_version(new_version)

    async def versions(
        self, owner: str, assistant_id: str, conditions: AssistantFilter, *, limit: int, offset: int
    ) -> list[Assistant]:
        """Return the versions, newest first."""
        self.get(owner, assistant_id)
        newest_first = self._all_versions(assistant_id)[::-1]
        comparisons = len(newest_first) * (1 + conditions.effort)
        return await run_comparisons(
            comparisons, lambda: [*filter(conditions.admits, newest_first)][offset : offset + limit]
        )

    def set_latest(self, owner: str, assistant_id: str, version: int) -> Assistant:
        """Make an earlier version the current one."""
        assistant = self.get(owner, assistant_id)
        for earlier in self._all_versions(assistant_id):
            if earlier.version == version:
                return self._keep(replace(earlier, updated_at=iso_timestamp(self._clock.now())))
        raise NotFound(f"Version {version} of assistant {assistant.assistant_id} not found")

    def delete(self, owner: str, assistant_id: str) -> None:
        """Delete the assistant. A system assistant is recreated by the next run of its graph."""
        assistant = self.get(owner, assistant_id)
        self._by_owner.remove(assistant.owner, assistant_id)
        del self._versions[assistant_id]

    async def search(self, owner: str, search: Search[Assistant]) -> Page[Assistant]:
        return await search.page(*self._visible_to(owner), kept_by="created_at", key=_order(search.sort_by))

    async def count(self, owner: str, conditions: AssistantFilter) -> int:
        return await count(conditions, *self._visible_to(owner))

    def _visible_to(self, owner: str) -> tuple[dict[str, Assistant], dict[str, Assistant]]:
        """Return the assistants by id, in order of creation: those of the system, and the owner's."""
        return self._by_owner.of(None), self._by_owner.of(owner)

    def _system(self, graph_id: str) -> Assistant:
        assistant_id = system_id(graph_id)
        if assistant := self._by_owner.of(None).get(assistant_id):
            return assistant
        name = self._names.get(graph_id, graph_id)
        system = Assistant(assistant_id, None, graph_id, self.since, self.since, name=name)
        description, metadata = self._descriptions[graph_id], {"created_by": "system"}
        return self._keep_version(replace(system, description=description, metadata=metadata))

    def _get_existing(self, owner: str, assistant_id: str, if_exists: str) -> Assistant:
        """Return the existing assistant with the id, if `if_exists` is `do_nothing`."""
        if if_exists == "do_nothing" and self._by_owner.owner_of(assistant_id) in {owner, None}:
            return self.get(owner, assistant_id)
        raise AssistantExists(assistant_id)

    def _keep_version(self, assistant: Assistant) -> Assistant:
        self._keep(assistant)
        self._add_version(assistant)
        return assistant

    def _add_version(self, assistant: Assistant) -> None:
        versions = self._versions.of(assistant.assistant_id)
        versions[len(versions)] = assistant

    def _all_versions(self, assistant_id: str) -> list[Assistant]:
        """Return the versions, oldest first."""
        return [*self._versions[assistant_id].values()]

    def _keep(self, assistant: Assistant) -> Assistant:
        try:
            _ = assistant.encoded  # reject values without a JSON form before they are stored
        except orjson.JSONEncodeError as error:
            raise InvalidRequest("body", f"can't be stored as JSON: {error}") from error
        self._by_owner.put(assistant.owner, assistant.assistant_id, assistant)
        return assistant


def _order(sort_by: str) -> Callable[[Assistant], tuple[str, str]]:
    field = attrgetter(sort_by)
    folded = sort_by in {"name", "graph_id"}
    return lambda assistant: (
        field(assistant).lower() if folded else field(assistant),
        assistant.assistant_id,
    )
