"""What a client sees of an owner's store: all but what the built-in graphs keep there for themselves."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mockserver.built_in import MODEL_CALLS
from mockserver.errors import BadRequest
from mockserver.state.item_filter import ItemFilter
from mockserver.state.turns import aside

if TYPE_CHECKING:  # it takes half a second to import
    from langgraph.store.base import Item, SearchItem

    from mockserver.state.store import Store

Labels = Sequence[str]

RESERVED_ROOT = "langgraph"


class Items:
    def __init__(self, store: "Store") -> None:
        self._store = store

    def put(self, namespace: Labels, key: str, value: Mapping[str, Any], ttl: float | None) -> None:
        _must_be_free(namespace)
        self._store.put(tuple(namespace), key, dict(value), ttl=ttl)

    def get(self, namespace: Labels, key: str, *, refresh_ttl: bool | None) -> "Item | None":
        if tuple(namespace) == MODEL_CALLS:
            return None
        return self._store.get(tuple(namespace), key, refresh_ttl=refresh_ttl)

    def delete(self, namespace: Labels, key: str) -> None:
        if namespace and tuple(namespace) != MODEL_CALLS:
            self._store.delete(tuple(namespace), key)

    async def search(
        self, prefix: Labels, wanted: ItemFilter, *, limit: int, offset: int, refresh_ttl: bool | None
    ) -> "list[SearchItem]":
        """Those put last first. The library's own filter breaks on values that have no order."""
        items = self._store.below(tuple(prefix))

        def page() -> "list[Item]":
            shown = [item for item in items if item.namespace != MODEL_CALLS and wanted.admits(item.value)]
            shown.sort(key=lambda item: item.updated_at, reverse=True)
            return shown[offset : offset + limit]

        found = await aside(page)
        if refresh_ttl is not False:
            self._store.renew((item.namespace, item.key) for item in found)
        return [self._store.found(item) for item in found]

    async def namespaces(
        self, prefix: Labels, suffix: Labels, *, max_depth: int | None, limit: int, offset: int
    ) -> list[tuple[str, ...]]:
        there = self._store.namespaces()

        def page() -> list[tuple[str, ...]]:
            found = (namespace for namespace in there if _is_between(namespace, prefix, suffix))
            shown = {namespace[:max_depth] for namespace in found if namespace != MODEL_CALLS}
            return sorted(shown)[offset : offset + limit]

        return await aside(page)


def _is_between(namespace: Labels, prefix: Labels, suffix: Labels) -> bool:
    """Whether it begins and ends so; `*` is any label."""
    if max(len(prefix), len(suffix)) > len(namespace):
        return False
    ends = zip(namespace[::-1], suffix[::-1], strict=False)
    return all(wanted in ("*", there) for there, wanted in (*zip(namespace, prefix, strict=False), *ends))


def _must_be_free(namespace: Labels) -> None:
    if not namespace:
        raise BadRequest("body.namespace: is empty")
    if namespace[0] == RESERVED_ROOT:
        raise BadRequest(f"body.namespace: the root label {RESERVED_ROOT!r} is reserved")
    if tuple(namespace) == MODEL_CALLS:
        raise BadRequest(f"body.namespace: {'.'.join(namespace)} is the mock's own")
