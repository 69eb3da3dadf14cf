"""Signals that end a run. The first one interrupts it, but none interrupts the cleanup."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType, TracebackType
from typing import Any, Self

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals by which a terminal, an init system or a lost connection ends programs."""


class Interruption:
    """Context manager in which the first signal raises KeyboardInterrupt, as SIGINT does in Python."""

    def __init__(self) -> None:
        self.came = False
        """True after the first signal."""
        self._is_held = False
        self._depth = 0
        """Number of blocks that are entered; the outermost one installs the handlers."""
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        self._depth += 1
        if self._depth == 1 and current_thread() is main_thread():  # Python installs handlers only there
            for each in SIGNALS:
                if signal.getsignal(each) is not signal.SIG_IGN:  # ignored under nohup
                    self._before[each] = signal.signal(each, self._take)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._depth -= 1
        if self._depth == 0:
            for each, handler in self._before.items():
                signal.signal(each, handler)
            self._before.clear()

    @classmethod
    def active(cls) -> Self:
        """Return the one whose handlers are installed, which may know of a signal already, or a new one."""
        owner = getattr(signal.getsignal(signal.SIGINT), "__self__", None)
        return owner if isinstance(owner, cls) else cls()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Record signals in this block without raising KeyboardInterrupt."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False

    def _take(self, _number: int, _frame: FrameType | None) -> None:
        is_first, self.came = not self.came, True
        if is_first and not self._is_held:
            raise KeyboardInterrupt
