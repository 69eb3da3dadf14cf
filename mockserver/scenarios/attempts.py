"""Counts of failures, for errors that occur only a number of times."""

from collections.abc import Hashable, MutableMapping
from typing import Any


class Attempts:
    """Counts of one scenario in one world: a new version of the scenario starts from zero."""

    def __init__(self, counts: MutableMapping[Any, int] | None = None) -> None:
        """Continue with these counts; `None` starts from zero."""
        self._failed = {} if counts is None else counts

    def restore(self, key: Hashable, count: int) -> None:
        self._failed[key] = count

    def fails(self, key: Hashable, times: int | None) -> bool:
        """Return whether this attempt fails, and count it. `None` fails always."""
        if times is None:
            return True
        self._failed[key] = self._failed.get(key, 0) + 1
        return self._failed[key] <= times
