"""The stores of all owners, each created on first use."""

from typing import TYPE_CHECKING

from mockserver.built_in import MODEL_CALLS
from mockserver.state.changes import Changes
from mockserver.state.clock import Clock

if TYPE_CHECKING:
    from mockserver.state.expiring_store import Store


class Stores:
    def __init__(self, clock: Clock, changes: Changes) -> None:
        self._clock = clock
        self._changes = changes
        self._by_owner: dict[str, Store] = {}

    def of(self, owner: str) -> "Store":
        # langgraph takes half a second to import, and a mock without store requests does not need it
        from mockserver.state.expiring_store import Store  # noqa: PLC0415

        if owner not in self._by_owner:
            self._by_owner[owner] = Store(self._clock, owner, self._changes)
        return self._by_owner[owner]

    def every(self) -> "dict[str, Store]":
        """Return the stores by owner."""
        return dict(self._by_owner)

    def forget_thread(self, owner: str, thread_id: str) -> None:
        """Delete the built-in graphs' entries about the thread."""
        if owner in self._by_owner:
            self._by_owner[owner].delete(MODEL_CALLS, thread_id)
