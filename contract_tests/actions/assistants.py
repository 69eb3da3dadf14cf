"""Versions of an assistant."""

from collections.abc import Mapping

from contract_tests.actions.resources import ResourceKind
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Skipped
from contract_tests.harness.check_context import CheckContext

DEFAULT_CONFIG: dict[str, Json] = {
    "tags": [],
    "metadata": {},
    "callbacks": None,
    "recursion_limit": 25,
    "configurable": {},
}
"""Entries of a config that mean the same as their absence: those of langchain-core's `ensure_config`."""


def without_defaults(field: str, value: Json) -> Json:
    """Return the value of an assistant's field, a config without the entries that a server may add."""
    if field != "config" or not isinstance(value, Mapping):
        return value
    return {
        name: each
        for name, each in value.items()
        if name not in DEFAULT_CONFIG or each != DEFAULT_CONFIG[name]
    }


def need_visible_system_assistants(ctx: CheckContext, exchange: Exchange) -> None:
    """Skip the check if an authorization handler may hide the assistants that the server created.

    A handler that filters everything by owner hides them from searches, while runs accept the graph's name.
    Without credentials there is no handler.
    """
    survey = ctx.run_context.survey
    is_named = survey.graphs and ctx.run_context.graphs.any.is_named
    if (
        ctx.run_context.graphs.any.listed_id
        or not is_named
        or not (survey.requires_credentials or len(ctx.run_context.target.identities) > 1)
    ):
        return
    body = {"graph_id": ctx.graph, "metadata": {"created_by": "system"}}
    response = ctx.need(ctx.call("search_assistants", body=body))
    if not response.json:
        raise Skipped("runs accept the graph's name, but its assistant is hidden from this owner", exchange)


def with_graph_name(ctx: CheckContext, first: str, *later: str) -> str:
    """Create an assistant with one version per name and return its id; the metadata repeats each name."""
    kind = ResourceKind(ctx, "assistant")
    own = str(kind.create(name=first, metadata={"number": first})[kind.key])
    for name in later:
        kind.patch(own, name=name, metadata={"number": name})
    return own


def read_versions(ctx: CheckContext, assistant_id: str, **body: Json) -> Exchange:
    path = {"assistant_id": assistant_id}
    return ctx.need(ctx.call("list_assistant_versions", path=path, body=body))


def set_latest(ctx: CheckContext, assistant_id: str, version: int) -> Exchange:
    path = {"assistant_id": assistant_id}
    body = {"version": version}
    return ctx.need(ctx.call("set_latest_assistant_version", path=path, body=body))
