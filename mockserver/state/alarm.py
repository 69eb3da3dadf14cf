"""Wakes someone when it is time."""

import asyncio
from collections.abc import Callable


class Alarm:
    """At most one time is set."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._handle: asyncio.TimerHandle | None = None

    def set(self, due: float | None, ring: Callable[[], None]) -> None:
        """Instead of the time that was set. `due` is on `Clock.elapsed`; `None` is never."""
        self.stop()
        if due is not None:
            delay = max(due - self._elapsed(), 0)
            self._handle = asyncio.get_running_loop().call_later(delay, ring)

    def stop(self) -> None:
        if self._handle:
            self._handle.cancel()
            self._handle = None
