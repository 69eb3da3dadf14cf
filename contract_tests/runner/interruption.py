"""Signals that end a check: the first one interrupts it, none of them interrupts what it cleans up."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType, TracebackType
from typing import Any, Self

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""A terminal, an init system and a lost connection end programs by these."""


class Interruption:
    """A context manager in which the first signal raises KeyboardInterrupt, as SIGINT does in Python."""

    def __init__(self) -> None:
        self.came = False
        """Whether there was a signal."""
        self._is_held = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        if current_thread() is main_thread():  # others can't
            for each in SIGNALS:
                if signal.getsignal(each) is not signal.SIG_IGN:  # as nohup does
                    self._before[each] = signal.signal(each, self._take)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each, handler in self._before.items():
            signal.signal(each, handler)
        self._before.clear()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Only note signals in this block."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False

    def _take(self, _number: int, _frame: FrameType | None) -> None:
        is_first, self.came = not self.came, True
        if is_first and not self._is_held:
            raise KeyboardInterrupt
