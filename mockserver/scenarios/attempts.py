"""Counts of failures, for errors that occur only a number of times."""

from collections.abc import Hashable, MutableMapping
from typing import Any


class Attempts:
    """Counts of one scenario in one world: a new version of the scenario starts from zero."""

    def __init__(self, counts: MutableMapping[Any, int] | None = None) -> None:
        """Continue with these counts; `None` starts from zero."""
        self._failed = {} if counts is None else counts

    def counts(self) -> dict[Any, int]:
        """Return a copy of all counts."""
        return dict(self._failed)

    def restore(self, key: Any, count: int) -> None:
        """Set a count. Lists in the key, which JSON has in place of tuples, become tuples again."""
        self._failed[_as_tuple(key)] = count

    def fails(self, key: Hashable, times: int | None) -> bool:
        """Return whether this attempt fails, and count it. `None` fails always."""
        if times is None:
            return True
        self._failed[key] = self._failed.get(key, 0) + 1
        return self._failed[key] <= times


def _as_tuple(value: Any) -> Any:
    return tuple(map(_as_tuple, value)) if isinstance(value, list) else value
