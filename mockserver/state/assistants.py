"""The table of assistants. Each owner sees their own and those that the server makes of its graphs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
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
from mockserver.state.clock import Clock, written
from mockserver.state.containment import contains
from mockserver.state.search import Page, Search, count
from mockserver.state.turns import aside


class Configuration(NamedTuple):
    config: Mapping[str, Any]
    context: Mapping[str, Any]

    def changed(self, config: Mapping[str, Any] | None, context: Mapping[str, Any] | None) -> "Configuration":
        """Replaced by what is given. An empty `config` is none, as it is for the reference server.

        Raises:
            BadRequest: both say how the graph is configured.

        """
        configurable = (config or {}).get("configurable")
        if configurable and context:
            raise BadRequest("config.configurable and context say the same: only one can be given")
        if configurable:
            return Configuration(config or {}, configurable)
        if context is not None:
            rest = {key: value for key, value in (config or self.config).items() if key != "configurable"}
            return Configuration({**rest, "configurable": context} if context else rest, context)
        return Configuration(config, {}) if config else self


NOTHING = Configuration({}, {})


NAMESPACE = UUID("6ba7b821-9dad-11d1-80b4-00c04fd430c8")
"""In which the reference server names the assistants that it makes of its graphs."""


@dataclass(frozen=True)
class Assistant:
    """Times are texts as the API writes them; config, context and metadata are JSON."""

    assistant_id: str
    owner: str | None
    """`None` for a system assistant: it belongs to nobody, and everyone sees it."""
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
        """As one of the versions: it was created when this version was."""
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
        """Its JSON, made once: reading an assistant costs no encoding."""
        return orjson.Fragment(orjson.dumps(self.to_json()))


def system_id(graph_id: str) -> str:
    """Id of the assistant that is made of the graph: the same on every server."""
    return str(uuid5(NAMESPACE, graph_id))


@dataclass(frozen=True, slots=True)
class AssistantFilter:
    """Conditions that all have to hold. An empty one does not count."""

    graph_id: str | None = None
    name: str = ""
    """A part of the name, in upper or lower case."""
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def admits(self, assistant: Assistant) -> bool:
        return (
            (self.graph_id is None or assistant.graph_id == self.graph_id)
            and self.name.lower() in assistant.name.lower()
            and (not self.metadata or contains(assistant.metadata, self.metadata))
        )


Table = dict[str, Assistant]
"""By assistant id, in the order in which they were created."""


class Assistants:
    def __init__(
        self, clock: Clock, graphs: Mapping[str, str | None], names: Mapping[str, str] | None = None
    ) -> None:
        """There is a system assistant of each graph. `graphs` are their descriptions, by id.

        `names` are those of graphs that have another name than their id.
        """
        self._clock = clock
        self._graph_ids = frozenset(graphs)
        self._descriptions = graphs
        self._names = names or {}
        self._by_owner: dict[str | None, Table] = {}
        self._owners: dict[str, str | None] = {}
        """By assistant id, for ids are taken for everyone."""
        self._versions: dict[str, list[Assistant]] = {}
        """By assistant id, oldest first: what it was in each."""
        self._since = written(clock.now())
        """When system assistants were created, also those that are made anew."""
        for graph_id in sorted(self._graph_ids):
            self._system(graph_id)

    def seen_by(self, owner: str) -> Iterator[Assistant]:
        """Those of the server's graphs, and the owner's in the order in which they were created."""
        return chain.from_iterable(table.values() for table in self._seen_by(owner))

    def must_serve(self, graph_id: str | None) -> None:
        if graph_id is not None and graph_id not in self._graph_ids:
            raise GraphNotFound(graph_id)

    def get(self, owner: str, assistant_id: str) -> Assistant:
        for table in self._seen_by(owner):
            if assistant := table.get(assistant_id):
                return assistant
        raise AssistantNotFound(assistant_id)

    def resolve(self, owner: str, name_or_id: str, field: str = "body.assistant_id") -> Assistant:
        """The assistant of that id, or the system assistant of that graph. `field` is where it was given."""
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
        """`content` is its name, description and metadata."""
        configuration = NOTHING.changed(config, context)
        self.must_serve(graph_id)
        if assistant_id in self._owners:
            return self._taken(owner, assistant_id, if_exists)
        now = written(self._clock.now())
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
        """A new version. `content` is its name, description and graph_id: `None` leaves what there is."""
        assistant = self.get(owner, assistant_id)
        configuration = Configuration(assistant.config, assistant.context).changed(config, context)
        self.must_serve(content.get("graph_id"))
        new_version = replace(
            assistant,
            updated_at=written(self._clock.now()),
            version=self._versions[assistant_id][-1].version + 1,
            metadata={**assistant.metadata, **(metadata or {})},
            **configuration._asdict(),
            **{name: value for name, value in content.items() if value is not None},
        )
        return self._keep_version(new_version)

    async def versions(
        self, owner: str, assistant_id: str, wanted: AssistantFilter, *, limit: int, offset: int
    ) -> list[Assistant]:
        """What it was in each, newest first."""
        self.get(owner, assistant_id)
        newest_first = self._versions[assistant_id][::-1]
        return await aside(lambda: [*filter(wanted.admits, newest_first)][offset : offset + limit])

    def set_latest(self, owner: str, assistant_id: str, version: int) -> Assistant:
        """It is again what it was in that version."""
        assistant = self.get(owner, assistant_id)
        for earlier in self._versions[assistant_id]:
            if earlier.version == version:
                return self._keep(replace(earlier, updated_at=written(self._clock.now())))
        raise NotFound(f"Version {version} of assistant {assistant.assistant_id} not found")

    def delete(self, owner: str, assistant_id: str) -> None:
        """A system assistant, too. The next run of its graph makes it anew."""
        assistant = self.get(owner, assistant_id)
        mine = self._by_owner[assistant.owner]
        del mine[assistant_id]
        if not mine:
            del self._by_owner[assistant.owner]
        del self._owners[assistant_id]
        del self._versions[assistant_id]

    async def search(self, owner: str, search: Search[Assistant]) -> Page[Assistant]:
        return await search.page(*self._seen_by(owner), kept_by="created_at", key=_order(search.sort_by))

    async def count(self, owner: str, wanted: AssistantFilter) -> int:
        return await count(wanted, *self._seen_by(owner))

    def _seen_by(self, owner: str) -> tuple[Table, Table]:
        return self._by_owner.get(None, {}), self._by_owner.get(owner, {})

    def _system(self, graph_id: str) -> Assistant:
        assistant_id = system_id(graph_id)
        if there := self._by_owner.get(None, {}).get(assistant_id):
            return there
        name = self._names.get(graph_id, graph_id)
        system = Assistant(assistant_id, None, graph_id, self._since, self._since, name=name)
        description, metadata = self._descriptions[graph_id], {"created_by": "system"}
        return self._keep_version(replace(system, description=description, metadata=metadata))

    def _taken(self, owner: str, assistant_id: str, if_exists: str) -> Assistant:
        """The assistant that has the id, if `do_nothing` gives it."""
        if if_exists == "do_nothing" and self._owners[assistant_id] in {owner, None}:
            return self.get(owner, assistant_id)
        raise AssistantExists(assistant_id)

    def _keep_version(self, assistant: Assistant) -> Assistant:
        self._keep(assistant)
        self._versions.setdefault(assistant.assistant_id, []).append(assistant)
        return assistant

    def _keep(self, assistant: Assistant) -> Assistant:
        try:
            _ = assistant.encoded  # now, so that what JSON can't carry is refused and not stored
        except orjson.JSONEncodeError as error:
            raise InvalidRequest("body", f"can't be stored as JSON: {error}") from error
        self._by_owner.setdefault(assistant.owner, {})[assistant.assistant_id] = assistant
        self._owners[assistant.assistant_id] = assistant.owner
        return assistant


def _order(sort_by: str) -> Callable[[Assistant], tuple[str, str]]:
    field = attrgetter(sort_by)
    folded = sort_by in {"name", "graph_id"}
    return lambda assistant: (
        field(assistant).lower() if folded else field(assistant),
        assistant.assistant_id,
    )
