"""The changes of a world since they were last taken, for a state file.

State is kept in tables that record their changes themselves, so that code that changes it can't forget to.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar, cast

K = TypeVar("K")
V = TypeVar("V")

GONE = object()
"""Value of a deleted record."""

Key = str | int | tuple[Any, ...]


@dataclass(slots=True)
class GroupChanges:
    """The changes of one group of records of one part."""

    is_dropped: bool = False
    """True if all earlier records of the group were deleted, before the changes of `records`."""
    records: dict[Key, tuple[Any, bool]] = field(default_factory=dict)
    """Value, or `GONE`, and whether the record moves to the end of its part, by key."""


Taken = dict[tuple[str, str], GroupChanges]
"""Changes by part and group."""


def nothing() -> None:
    pass


class Changes:
    """A record of changes. A record has a part, a group and a key; its value must be immutable."""

    def __init__(self, *, is_recording: bool = False) -> None:
        """Start to record; otherwise all changes are ignored until `record`."""
        self.is_recording = is_recording
        self.notify: Callable[[], None] = nothing
        """Called at the first change after `take`, in any thread."""
        self._groups: Taken = {}
        self._lock = Lock()
        """Needed because sync nodes of graphs run in threads."""

    def record(self) -> None:
        """Record changes from now on."""
        self.is_recording = True

    def ignore(self) -> None:
        """Forget all changes, and ignore those from now on."""
        self.is_recording = False
        self.take()

    def touch(self) -> None:
        """Record a change of the world that no table has, for example of its clock."""
        self.put("world", "", "", None)

    def put(self, part: str, group: str, key: Key, value: Any, *, is_moved: bool = False) -> None:
        """Record a new value. A moved record follows all others of its part."""
        if self.is_recording:
            with self._lock:
                records = self._group(part, group).records
                before, was_moved = records.get(key, (None, False))
                is_new = is_moved or before is GONE
                if is_new:
                    records.pop(key, None)  # the order of the records is that in which they are appended
                records[key] = value, is_new or was_moved

    def remove(self, part: str, group: str, key: Key) -> None:
        if self.is_recording:
            with self._lock:
                self._group(part, group).records[key] = GONE, False

    def drop(self, part: str, group: str) -> None:
        """Record the deletion of all records of the group."""
        if self.is_recording:
            with self._lock:
                changes = self._group(part, group)
                changes.is_dropped = True
                changes.records.clear()

    def drop_all(self, parts: Iterable[str], group: str) -> None:
        for part in parts:
            self.drop(part, group)

    def take(self) -> Taken:
        """Return the changes, and forget them."""
        with self._lock:
            taken, self._groups = self._groups, {}
            return taken

    def tables(self, part: str) -> "Tables[Any, Any, Any]":
        return Tables(self, part)

    def table(self, part: str, group: str = "") -> "Table[Any, Any]":
        return Table(self, part, group)

    def series(self, part: str, group: str) -> "Series[Any]":
        return Series(self, part, group)

    def _group(self, part: str, group: str) -> GroupChanges:
        if not self._groups:
            self.notify()
        changes = self._groups.get((part, group))
        if changes is None:
            changes = self._groups[part, group] = GroupChanges()
        return changes


class RecordedDict(dict[K, V], Generic[K, V]):
    """A dict whose other methods use `__setitem__` and `__delitem__`; those of a dict bypass them."""

    __slots__ = ()

    def pop(self, key: K, *default: Any) -> Any:
        if key not in self and default:
            return default[0]
        value = self[key]
        del self[key]
        return value

    def popitem(self) -> tuple[K, V]:
        key = next(reversed(self))
        return key, self.pop(key)

    def setdefault(self, key: K, default: Any = None) -> Any:
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, *others: Any, **items: Any) -> None:
        for key, value in dict(*others, **items).items():
            self[key] = value

    def clear(self) -> None:
        for key in [*self]:
            del self[key]

    def __ior__(self, other: Any) -> Any:  # type: ignore[misc]
        self.update(other)
        return self


class Table(RecordedDict[K, V], Generic[K, V]):
    """A dict that records its changes. Its values must be immutable."""

    __slots__ = ("_changes", "_group", "_part")

    def __init__(self, changes: Changes, part: str, group: str = "") -> None:
        super().__init__()
        self._changes = changes
        self._part = part
        self._group = group

    def __setitem__(self, key: K, value: V) -> None:
        is_new = key not in self
        super().__setitem__(key, value)
        self._changes.put(self._part, self._group, cast("Key", key), value, is_moved=is_new)

    def __delitem__(self, key: K) -> None:
        super().__delitem__(key)
        self._changes.remove(self._part, self._group, cast("Key", key))

    def clear(self) -> None:
        if self:
            super().clear()
            self._changes.drop(self._part, self._group)


G = TypeVar("G")


class Tables(RecordedDict[G, dict[K, V]], Generic[G, K, V]):
    """Tables of one part by group, for example the threads of each owner.

    Removing a table deletes its records.
    """

    __slots__ = ("_changes", "_part")

    def __init__(self, changes: Changes, part: str) -> None:
        super().__init__()
        self._changes = changes
        self._part = part

    def of(self, group: G) -> dict[K, V]:
        """Return the table of the group, and create it if it does not exist."""
        table = self.get(group)
        if table is None:
            table = Table[K, V](self._changes, self._part, group_name(group))
            super().__setitem__(group, table)
        return table

    def __setitem__(self, group: G, table: dict[K, V]) -> None:
        raise TypeError("`of` creates the tables")

    def __delitem__(self, group: G) -> None:
        self[group].clear()
        super().__delitem__(group)


class HasId(Protocol):
    @property
    def id(self) -> str | None:
        """Return what distinguishes the value from others of its series."""


E = TypeVar("E", bound=HasId)


class Series(list[E], Generic[E]):
    """A list that records its changes. It grows at its end, and shrinks at its beginning."""

    __slots__ = ("_changes", "_group", "_part")

    def __init__(self, changes: Changes, part: str, group: str) -> None:
        super().__init__()
        self._changes = changes
        self._part = part
        self._group = group

    def append(self, value: E) -> None:
        super().append(value)
        self._changes.put(self._part, self._group, value.id or "", value)

    def append_unrecorded(self, value: E) -> None:
        super().append(value)

    def shorten(self, count: int) -> None:
        """Remove the first values."""
        for value in self[:count]:
            self._changes.remove(self._part, self._group, value.id or "")
        super().__delitem__(slice(count))

    def leave(self) -> None:
        """Delete the records, and record nothing more. The values stay, for their readers."""
        self._changes.drop(self._part, self._group)
        self._changes = Changes()

    def _change(self, *_arguments: Any, **_options: Any) -> Any:
        raise TypeError("a series changes only at its ends")

    __delitem__ = __setitem__ = __iadd__ = __imul__ = _change
    clear = extend = insert = pop = remove = reverse = sort = _change


def group_name(group: object) -> str:
    """Return the name of the group; `None` is the owner of system assistants."""
    return SYSTEM if group is None else str(group)


SYSTEM = "system"
