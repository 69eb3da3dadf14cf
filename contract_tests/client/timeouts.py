"""Time limits for calls that have no timeout themselves."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

T = TypeVar("T")

GRACE_SECONDS = 5.0
"""Seconds that an interrupted call may still take."""


class TooLong(Exception):
    """The call exceeded its time limit. Its thread is abandoned."""


def within(seconds: float, call: Callable[[], T]) -> T:
    """Return what the call returns, or raise what it raises.

    Raises:
        TooLong: the call exceeds the time limit.

    """
    done: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

    def work() -> None:
        try:
            done.put((call(), None))
        except BaseException as error:  # noqa: BLE001 - raised again in the calling thread
            done.put((None, error))

    working = Thread(target=work, daemon=True)
    try:
        working.start()
        result, error = done.get(timeout=seconds)
    except KeyboardInterrupt:
        if working.is_alive():  # its request may create a resource, which can then be found and removed
            working.join(GRACE_SECONDS)
        raise
    except Empty as empty:
        raise TooLong from empty
    if error is not None:
        raise error
    return result  # type: ignore[return-value]
