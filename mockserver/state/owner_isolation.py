"""Isolation of owners: tables in which each owner finds only their own resources."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from mockserver.state.changes import Changes, Tables

O = TypeVar("O", bound=str | None)  # noqa: E741 - an owner; `None` owns what belongs to the system
R = TypeVar("R")


class OwnerTables(Generic[O, R]):
    """Resources of one kind, by owner and id. An id is unique across owners."""

    def __init__(self, changes: Changes, part: str) -> None:
        """Record changes under the name `part`."""
        self._tables: Tables[O, str, R] = changes.tables(part)
        self._owners: dict[str, O] = {}
        """Owners by id."""

    def __len__(self) -> int:
        return len(self._owners)

    def __contains__(self, resource_id: str) -> bool:
        """Return whether any owner has a resource with the id."""
        return resource_id in self._owners

    def __iter__(self) -> Iterator[R]:
        """Iterate over the resources of all owners, each owner's in their order."""
        for table in self._tables.values():
            yield from table.values()

    def of(self, owner: O) -> dict[str, R]:
        """Return the owner's resources by id, in the order in which they were put."""
        return self._tables.get(owner, {})

    def owner_of(self, resource_id: str) -> O | None:
        return self._owners.get(resource_id)

    def is_foreign(self, resource_id: str, owner: O) -> bool:
        """Return whether the resource exists and has another owner."""
        return self._owners.get(resource_id, owner) != owner

    def find(self, resource_id: str) -> R | None:
        """Return the resource of any owner."""
        if resource_id not in self._owners:
            return None
        return self._tables[self._owners[resource_id]][resource_id]

    def put(self, owner: O, resource_id: str, resource: R) -> None:
        self._tables.of(owner)[resource_id] = resource
        self._owners[resource_id] = owner

    def move_to_end(self, owner: O, resource_id: str, resource: R) -> None:
        """Put a resource after all others of its owner."""
        self._tables.of(owner).pop(resource_id, None)
        self.put(owner, resource_id, resource)

    def remove(self, owner: O, resource_id: str) -> None:
        table = self._tables[owner]
        del table[resource_id], self._owners[resource_id]
        if not table:
            del self._tables[owner]

    def clear(self) -> None:
        self._tables.clear()
        self._owners.clear()
