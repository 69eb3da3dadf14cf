"""Items of the store in a namespace that only one check uses."""

from dataclasses import dataclass
from http import HTTPStatus

from contract_tests.client.exchange import Exchange
from contract_tests.client.operation_request import OperationRequest
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked, Skipped
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered
from contract_tests.harness.require_operation import BY_VALUE

VALUE: Json = {"colour": "red"}


@dataclass(frozen=True)
class StoreNamespace:
    """Namespace of the store. The other owner may be refused."""

    ctx: CheckContext
    root: str
    """First label of all namespaces, unique to the check."""

    def put(self, key: str, value: Json = VALUE, *below: str, other: bool = False, **more: Json) -> Exchange:
        """Put an item into the root namespace, or into one `below` it."""
        body = {"namespace": [self.root, *below], "key": key, "value": value, **more}
        return self._call("put_item", other=other, body=body)

    def get(self, key: str, *below: str, other: bool = False) -> Exchange:
        query = {"namespace": ".".join([self.root, *below]), "key": key}
        return self._call("get_item", other=other, query=query)

    def look(self, key: str) -> Exchange:
        """Read an item that may be missing, which is null; 404 is a finding of `store.get.missing` only."""
        get_item = self.ctx.run_context.contract.by_id["get_item"]
        request = OperationRequest(query={"namespace": self.root, "key": key})
        read = self.ctx.send(get_item, request)
        is_missing = read.status == HTTPStatus.NOT_FOUND
        return read if is_missing else self.ctx.need(self.ctx.validated(read))

    def delete(self, key: str, *below: str, other: bool = False) -> Exchange:
        body = {"namespace": [self.root, *below], "key": key}
        return self._call("delete_item", other=other, body=body)

    def search(self, *below: str, other: bool = False, **body: Json) -> Exchange:
        whole = {"namespace_prefix": [self.root, *below], **body}
        return self._call("search_items", other=other, body=whole)

    def namespaces(self, *below: str, other: bool = False, **body: Json) -> Exchange:
        whole = {"prefix": [self.root, *below], **body}
        listed = self._call("list_namespaces", other=other, body=whole)
        if self.ctx.run_context.survey.item_fields and not other and not listed.json["namespaces"]:
            self._need_namespaces()
        return listed

    def _need_namespaces(self) -> None:
        """Skip the check if no namespace is listed: a namespace has no value that a handler could find."""
        listed = self._call("list_namespaces", other=False, body={"prefix": [self.root]})
        if not listed.json["namespaces"]:
            raise Skipped(f"a list has none of our namespaces: {BY_VALUE}", listed)

    def value(self, read: Exchange) -> Json:
        """Return the value of an item that was read, without the fields by which its owner finds it."""
        value = read.json["value"] if read.ok and read.json else None
        added = {name for each in self.ctx.run_context.survey.item_fields.values() for name in each}
        return {name: value[name] for name in value if name not in added} if added and value else value

    def _call(self, operation_id: str, *, other: bool, **parts: Json) -> Exchange:
        exchange = self.ctx.call(operation_id, other=other, **parts)
        return offered(self.ctx, exchange, other=other)

    def labels(self, listed: Exchange) -> list[str]:
        """Return the listed namespaces without the root, each in the form `a.b`."""
        return [".".join(labels[1:]) for labels in listed.json["namespaces"]]


def store_namespace(ctx: CheckContext) -> StoreNamespace:
    """Return an empty namespace."""
    return StoreNamespace(ctx, ctx.new_id())


def searchable_namespace(ctx: CheckContext) -> StoreNamespace:
    """Return an empty namespace of a store in which owners find their items.

    An authorization handler may filter items by their values: then no search finds our items.
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
        raise Skipped(f"a search finds none of our items: {BY_VALUE}", response)


def keys(response: Exchange) -> list[str]:
    """Return the keys of the found items, sorted because servers differ in their order."""
    return sorted(item["key"] for item in response.json["items"])


def put_items(ctx: CheckContext) -> StoreNamespace:
    """Return a namespace with items in three namespaces below it: `a.x`, `a.y.z` and `b.x`."""
    own = store_namespace(ctx)
    for below in (("a", "x"), ("a", "y", "z"), ("b", "x")):
        own.put("k", {}, *below)
    return own
