"""Operations that threads and assistants have in common, for checks that apply to both."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked
from contract_tests.harness.check_context import CheckContext

CREATE_ASSISTANT = "create_assistant"

MAX_LISTED = 100
"""Limit of a search for an assistant that exists without being created."""


def create_thread(ctx: CheckContext, *, other: bool = False, **body: Json) -> Any:
    """Create a thread with this check's mark. `body` may contain all fields, including `thread_id`."""
    return _create(ctx, "thread", {"thread_id": ctx.new_id(), **body}, other=other)


def create_assistant(ctx: CheckContext, *, other: bool = False, **body: Json) -> Any:
    """Create an assistant of the graph that keeps messages; otherwise like `create_thread`.

    Unless the body has a configuration, each gets another one: some servers refuse two identical assistants,
    which is the finding of `assistants.create.identical` alone.
    """
    _need_assistants(ctx)
    return unproven_assistant(ctx, other=other, **body)


def unproven_assistant(ctx: CheckContext, *, other: bool = False, **body: Json) -> Any:
    """Create an assistant also on a target that does not keep it.

    Raises:
        Blocked: the target returns an assistant that it had before, which must not be changed.

    """
    own = {} if {"config", "context"} & body.keys() else own_configuration(ctx)
    whole = {"assistant_id": ctx.new_id(), "graph_id": ctx.graph, **own, **body}
    created = _create(ctx, "assistant", whole, other=other)
    if created["assistant_id"] in {each.listed_id for each in ctx.run_context.survey.graphs}:
        operation = ctx.run_context.contract.by_id[CREATE_ASSISTANT]
        reason = "it returns an assistant that existed before"
        raise Blocked.by_finding("resources.create.given_id", operation, reason, ctx.exchanges[-1])
    return created


def existing_assistant_id(ctx: CheckContext) -> str:
    """Return the id of an assistant to read: a new one, or a listed one if the target keeps no new ones."""
    survey = ctx.run_context.survey
    if survey.keeps_assistants is not False:
        return str(create_assistant(ctx)["assistant_id"])
    if not survey.listed_assistant_id:
        raise _lost(ctx)
    found = ctx.need(ctx.call("search_assistants", body={"limit": MAX_LISTED}))
    listed = [each for each in found.json if each["assistant_id"] == survey.listed_assistant_id]
    if not listed:
        raise Blocked("a search no longer finds an assistant that it found before", found)
    return str(listed[0]["assistant_id"])


def _need_assistants(ctx: CheckContext) -> None:
    """Require that a created assistant exists afterwards, for checks of other operations. Raises: Blocked.

    One that its owner may not read exists: what strangers can do with it is known.
    """
    survey = ctx.run_context.survey
    is_offered = not survey.is_missing(CREATE_ASSISTANT)
    is_lost = survey.keeps_assistants is False and not _hides_assistants(ctx)
    if is_offered and is_lost and ctx.operation.id != CREATE_ASSISTANT:
        raise _lost(ctx)


def _hides_assistants(ctx: CheckContext) -> bool:
    """Return whether owners may not read the assistants that they created."""
    return ctx.run_context.survey.offer("get_assistant").status == HTTPStatus.FORBIDDEN


def _lost(ctx: CheckContext) -> Blocked:
    operation = ctx.run_context.contract.by_id[CREATE_ASSISTANT]
    return Blocked.by_finding("resources.create.stored", operation, "a created assistant can't be read")


def own_configuration(ctx: CheckContext) -> dict[str, Json]:
    """Return the configuration of an assistant that equals no other."""
    return {"config": {"tags": [ctx.new_id()]}}


def _create(ctx: CheckContext, kind: str, body: dict[str, Json], *, other: bool) -> Any:
    whole = {**body, "metadata": {**body.get("metadata", {}), **ctx.mark}}
    return ctx.need(ctx.call(f"create_{kind}", body=whole, other=other)).json


@dataclass(frozen=True)
class ResourceKind:
    ctx: CheckContext
    name: str
    """Kind of the resource: `thread` or `assistant`."""

    @property
    def key(self) -> str:
        """Name of the field that contains the id."""
        return f"{self.name}_id"

    @property
    def minimal(self) -> dict[str, Json]:
        """Smallest body that creates a resource with this check's mark, and another one each time."""
        if self.name == "thread":
            return {"metadata": self.ctx.mark}
        return {"graph_id": self.ctx.graph, **own_configuration(self.ctx), "metadata": self.ctx.mark}

    def create(self, *, other: bool = False, **body: Json) -> Any:
        """Create a resource with this check's mark, under a generated id if none is given."""
        creating = create_assistant if self.name == "assistant" else create_thread
        return creating(self.ctx, other=other, **body)

    def existing_id(self) -> str:
        """Return the id of a resource to read, which a check must not change."""
        if self.name == "assistant":
            return existing_assistant_id(self.ctx)
        return str(self.create()[self.key])

    def read(self, resource_id: str, *, other: bool = False) -> Exchange:
        is_lost = self.name == "assistant" and resource_id != self.ctx.run_context.survey.listed_assistant_id
        if is_lost and self.ctx.run_context.survey.keeps_assistants is False:
            raise _lost(self.ctx)
        return self.ctx.need(self.ctx.call(f"get_{self.name}", path=self.path(resource_id), other=other))

    def need_existing(self, resource_id: str, *, other: bool = False) -> None:
        """Require that the resource exists: its owner reads it, unless no owner may read what it created."""
        if self.name != "assistant" or not _hides_assistants(self.ctx):
            self.read(resource_id, other=other)

    def patch(self, resource_id: str, *, other: bool = False, **body: Json) -> Exchange:
        path = self.path(resource_id)
        return self.ctx.need(self.ctx.call(f"update_{self.name}", path=path, body=body, other=other))

    def delete(self, resource_id: str) -> Exchange:
        return self.ctx.need(self.ctx.call(f"delete_{self.name}", path=self.path(resource_id)))

    def path(self, resource_id: str) -> dict[str, str]:
        return {self.key: resource_id}


def resource_kind(ctx: CheckContext) -> ResourceKind:
    """Return the kind of resource that the operation under test is about."""
    return ResourceKind(ctx, ctx.operation.area.removesuffix("s"))
