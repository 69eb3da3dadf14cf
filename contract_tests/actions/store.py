"""Items of the store in a namespace that only one check uses."""

from dataclasses import dataclass

from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked, Skipped
from contract_tests.harness.check_context import CheckContext

VALUE: Json = {"colour": "red"}


@dataclass(frozen=True)
class StoreNamespace:
    ctx: CheckContext
    root: str
    """First label of all namespaces, unique to the check."""

    def put(self, key: str, value: Json = VALUE, *below: str, other: bool = False, **more: Json) -> Exchange:
        """Put an item into the root namespace, or into one `below` it."""
        body = {"namespace": [self.root, *below], "key": key, "value": value, **more}
        return self.ctx.need(self.ctx.call("put_item", body=body, other=other))

    def get(self, key: str, *below: str, other: bool = False) -> Exchange:
        query = {"namespace": ".".join([self.root, *below]), "key": key}
        return self.ctx.need(self.ctx.call("get_item", query=query, other=other))

    def delete(self, key: str, *below: str, other: bool = False) -> Exchange:
        body = {"namespace": [self.root, *below], "key": key}
        return self.ctx.need(self.ctx.call("delete_item", body=body, other=other))

    def search(self, *below: str, other: bool = False, **body: Json) -> Exchange:
        whole = {"namespace_prefix": [self.root, *below], **body}
        return self.ctx.need(self.ctx.call("search_items", body=whole, other=other))

    def namespaces(self, *below: str, other: bool = False, **body: Json) -> Exchange:
        whole = {"prefix": [self.root, *below], **body}
        return self.ctx.need(self.ctx.call("list_namespaces", body=whole, other=other))

    def labels(self, listed: Exchange) -> list[str]:
        """Return the listed namespaces without the root, each in the form `a.b`."""
        return [".".join(labels[1:]) for labels in listed.json["namespaces"]]


def store_namespace(ctx: CheckContext) -> StoreNamespace:
    """Return an empty namespace."""
    return StoreNamespace(ctx, ctx.new_id())


def searchable_namespace(ctx: CheckContext) -> StoreNamespace:
    """Return an empty namespace of a store in which owners find their items.

    An authorization handler may filter items by their values: then no search finds an item of ours.
    """
    probe = store_namespace(ctx)
    probe.put("k")
    response = probe.search()
    if keys(response):
        return store_namespace(ctx)
    need_unfiltered(ctx, response)
    raise Blocked("a search finds no item at all", response)


def need_unfiltered(ctx: CheckContext, response: Exchange) -> None:
    """Skip the check if an authorization handler may have hidden our items from a search."""
    if ctx.run_context.survey.requires_credentials or len(ctx.run_context.target.identities) > 1:
        raise Skipped(
            "a search finds no item of ours: an authorization handler may filter by value", response
        )


def keys(response: Exchange) -> list[str]:
    """Return the keys of the found items, sorted because servers differ in their order."""
    return sorted(item["key"] for item in response.json["items"])


def put_items(ctx: CheckContext) -> StoreNamespace:
    """Return a namespace with items in three namespaces below it: `a.x`, `a.y.z` and `b.x`."""
    own = store_namespace(ctx)
    for below in (("a", "x"), ("a", "y", "z"), ("b", "x")):
        own.put("k", {}, *below)
    return own
