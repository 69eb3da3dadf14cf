"""Counts of failures, for errors that occur only a number of times."""

from collections import Counter
from collections.abc import Hashable


class Attempts:
    """Counts of one scenario in one world: a new version of the scenario starts from zero."""

    def __init__(self) -> None:
        self._failed: Counter[Hashable] = Counter()

    def fails(self, key: Hashable, times: int | None) -> bool:
        """Return whether this attempt fails, and count it. `None` fails always."""
        if times is None:
            return True
        self._failed[key] += 1
        return self._failed[key] <= times
