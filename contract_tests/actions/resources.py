"""Operations that threads and assistants have in common, for checks that apply to both."""

from dataclasses import dataclass
from typing import Any

from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness.check_context import CheckContext


def create_thread(ctx: CheckContext, *, other: bool = False, **body: Json) -> Any:
    """Create a thread with this check's mark. `body` may contain all fields, including `thread_id`."""
    return _create(ctx, "thread", {"thread_id": ctx.new_id(), **body}, other=other)


def create_assistant(ctx: CheckContext, *, other: bool = False, **body: Json) -> Any:
    """Create an assistant of the graph that keeps messages; otherwise like `create_thread`.

    Unless the body has a configuration, each gets another one: some servers refuse two identical assistants,
    which is the finding of `assistants.create.identical` alone.
    """
    own = {} if {"config", "context"} & body.keys() else own_configuration(ctx)
    whole = {"assistant_id": ctx.new_id(), "graph_id": ctx.graph, **own, **body}
    return _create(ctx, "assistant", whole, other=other)


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

    def read(self, resource_id: str, *, other: bool = False) -> Exchange:
        return self.ctx.need(self.ctx.call(f"get_{self.name}", path=self.path(resource_id), other=other))

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
