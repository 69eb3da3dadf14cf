"""Rewriting of generated requests: they refer to our own resources, affect no others and call no URL."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from contract_tests.client.operation_request import OperationRequest
from contract_tests.contract import Json, Operation
from contract_tests.generation.prerequisites import Prerequisites, is_reading
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import (
    CREATING_CRONS,
    CREATING_RUNS_LATER,
    FINDING_CRONS,
    NAMING_RUNS,
    new_id_field,
)

HARMLESS_TIME = {
    "schedule": Prerequisites.schedule,
    "timezone": "UTC",
    "end_time": "2099-01-01T00:00:00Z",
}
"""Values that every target accepts. An end in the past may be rejected."""

START = "__start__"
"""Node that every graph has."""

UUID = {"$ref": "#/components/schemas/WrittenUuid"}

ANY_JSON_FIELDS = {"metadata", "values", "input", "command", "config", "context"}
"""Fields whose values do not refer to resources."""

BOUND = {"thread_id", "run_id", "assistant_id", "cron_id"}
"""Parameters that always refer to our resources, unless they are malformed."""

CHECKPOINTS = {"checkpoint", "before"}
"""Fields with a checkpoint, which may name its thread."""

MAX_BATCH_RUNS = 2
"""Maximum number of runs that one request starts."""


def is_constant(operation: Operation) -> bool:
    """Return whether all valid requests to the operation are equal once they refer to our resources."""
    return operation.body is None and all(each["name"] in BOUND for each in operation.parameters)


class Names:
    """Placeholders for prerequisites: the value of each is its name, and nothing is created."""

    schedule = Prerequisites.schedule

    def __getattr__(self, name: str) -> str:
        return name


@dataclass(frozen=True)
class Binder:
    ctx: CheckContext
    prerequisites: Prerequisites | Names
    known: bool
    """True to refer to the existing checkpoint and node, too; otherwise those stay as generated."""

    def bind(self, request: OperationRequest) -> OperationRequest:
        path = {name: self._part(name, value) for name, value in request.path.items()}
        query = {name: self._part(name, value) for name, value in request.query.items()}
        body = request.body[:MAX_BATCH_RUNS] if isinstance(request.body, list) else request.body
        return replace(request, path=path, query=query, body=self._marked(self._body(body)))

    def _part(self, name: str, value: Any) -> Any:
        """Return the value of a path or query parameter. A malformed id is intentional and stays."""
        named = {*BOUND, *(["checkpoint_id"] if self.known else [])}
        schemas = {each["name"]: each["schema"] for each in self.ctx.operation.parameters}
        return (
            getattr(self.prerequisites, name) if name in named and self._is(schemas[name], value) else value
        )

    def _is(self, schema: Mapping[str, Json], value: Json) -> bool:
        return self.ctx.run_context.validity.is_valid(schema, value)

    def _marked(self, body: Json) -> Json:
        """Mark a cron, so that it is found and deleted even if the response with its id is lost."""
        metadata = body.get("metadata", {}) if isinstance(body, Mapping) else None
        if self.ctx.operation.id not in CREATING_CRONS or not isinstance(metadata, Mapping):
            return body
        return {**body, "metadata": {**metadata, **self.ctx.mark}}

    def _body(self, body: Json) -> Json:
        if isinstance(body, list):
            return [self._body(each) for each in body]
        if not isinstance(body, Mapping):
            return body
        aimed = {name: self._field(name, value) for name, value in self._harmless(body).items()}
        metadata = aimed.get("metadata", {})
        if self.known and aimed.get("supersteps") and isinstance(metadata, Mapping):
            aimed["metadata"] = {**metadata, "graph_id": self.ctx.graph}
        return aimed

    def _harmless(self, body: Mapping[str, Json]) -> dict[str, Json]:
        """Return a body that calls no URL, takes little time, leaves no thread and cancels only our runs."""
        left = {name: value for name, value in body.items() if (name, type(value)) != ("webhook", str)}
        if isinstance(left.get("after_seconds"), int | float):
            left["after_seconds"] = 0
        if left.get("on_completion") == "keep":
            left["on_completion"] = "delete"
        if left.get("enabled", True) is True and self.ctx.operation.id in CREATING_RUNS_LATER:
            left["enabled"] = False
        if isinstance(left.get("status"), str) and not is_reading(self.ctx.operation):
            del left["status"]
            left = {"thread_id": self.prerequisites.thread_id, "run_ids": self.prerequisites.run_ids, **left}
        return left

    def _field(self, name: str, value: Json) -> Json:
        if name in ANY_JSON_FIELDS:
            return value
        if isinstance(value, str):
            return HARMLESS_TIME.get(name) or self._named(name, value)
        if name == "namespace" and isinstance(value, list):
            return self._below(value)
        if name == "version" and isinstance(value, int):
            return self.prerequisites.version
        if name in {"ids", "thread_ids", "run_ids"} and isinstance(value, list):
            return self._listed(name, value)
        return self._body(self._of_own_thread(value) if name in CHECKPOINTS else value)

    def _of_own_thread(self, checkpoint: Json) -> Json:
        """Return the checkpoint as one of the thread in the path, the only one that a server must accept."""
        is_on_a_thread = "{thread_id}" in self.ctx.operation.path
        names_a_thread = isinstance(checkpoint, Mapping) and isinstance(checkpoint.get("thread_id"), str)
        if not is_on_a_thread or not names_a_thread:
            return checkpoint
        return {**checkpoint, "thread_id": self.prerequisites.thread_id}

    def _below(self, namespace: list[Json]) -> list[Json]:
        """Return the namespace below our own. The empty namespace stays: it can't contain items."""
        return [self.ctx.new_id(), *namespace] if namespace else namespace

    def _named(self, name: str, value: str) -> Json:
        """Return the id of one of our resources, or a new id if the request creates the resource."""
        is_new = new_id_field(self.ctx.operation) == name
        match name:
            case "thread_id" | "contextId" | "assistant_id" if is_new or name != "assistant_id":
                known = self.ctx.operation.id in NAMING_RUNS or "{thread_id}" in self.ctx.operation.path
                own = self.prerequisites.thread_id if known else self.ctx.new_id()
                return own if self._is(UUID, value) else value
            case "assistant_id":
                return self._assistant(value)
            case "graph_id":
                return self.ctx.graph
            case "checkpoint_id" if self.known:
                return self.prerequisites.checkpoint_id
            case "as_node" if self.known:
                return START
        return value

    def _assistant(self, value: str) -> str:
        """Return the assistant to run. Searches of crons require an id, since a graph's name finds none."""
        if self.ctx.operation.id not in FINDING_CRONS:
            return self.ctx.graph_for("assistant")
        return self.prerequisites.assistant_id if self._is(UUID, value) else value

    def _listed(self, name: str, value: list[Json]) -> Json:
        """Return the list with our ids in place of well-formed ones.

        Unknown ids may make the whole request fail, except in a search. An empty list of runs gets ours, too.
        """
        if name == "ids":
            own = [self.prerequisites.thread_id, *(self.ctx.new_id() for _ in value[1:])]
            return [mine if self._is(UUID, each) else each for mine, each in zip(own, value, strict=False)]
        malformed = [each for each in value if not self._is(UUID, each)]
        if malformed == value and not (name == "run_ids" and not value):
            return value
        return [getattr(self.prerequisites, name.removesuffix("s")), *malformed]
