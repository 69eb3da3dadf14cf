"""Versions of an assistant."""

import uuid

from contract_tests.actions.resources import ResourceKind
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness.check_context import CheckContext


def named_graph(ctx: CheckContext, name_or_id: str) -> str:
    try:
        assistant_id = str(uuid.UUID(name_or_id))
    except ValueError:
        return name_or_id
    found = ctx.need(ctx.call("get_assistant", path={"assistant_id": assistant_id}))
    return str(found.json["graph_id"])


def with_graph_name(ctx: CheckContext, first: str, *later: str) -> str:
    """Create an assistant with one version per name and return its id; the metadata repeats each name."""
    kind = ResourceKind(ctx, "assistant")
    own = str(kind.create(name=first, metadata={"number": first})[kind.key])
    for name in later:
        kind.patch(own, name=name, metadata={"number": name})
    return own


def read_versions(ctx: CheckContext, assistant_id: str, **asked: Json) -> Exchange:
    path = {"assistant_id": assistant_id}
    return ctx.need(ctx.call("list_assistant_versions", path=path, body=asked))


def set_latest(ctx: CheckContext, assistant_id: str, version: int) -> Exchange:
    path = {"assistant_id": assistant_id}
    body = {"version": version}
    return ctx.need(ctx.call("set_latest_assistant_version", path=path, body=body))
