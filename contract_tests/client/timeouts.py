"""How long we wait: a limit to what has none of its own."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

T = TypeVar("T")

GRACE = 5.0
"""Seconds that a call may still take when it is interrupted."""


class TooLong(Exception):
    """It has not come to an end. What still waits is left to itself."""


def within(seconds: float, call: Callable[[], T]) -> T:
    """What the call returns, or raises.

    Raises:
        TooLong: it takes longer.

    """
    done: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

    def work() -> None:
        try:
            done.put((call(), None))
        except BaseException as error:  # noqa: BLE001 - it is raised by who waits
            done.put((None, error))

    working = Thread(target=work, daemon=True)
    working.start()
    try:
        result, error = done.get(timeout=seconds)
    except KeyboardInterrupt:
        working.join(GRACE)  # what it asks for may be created: then it can be found, and removed
        raise
    except Empty as empty:
        raise TooLong from empty
    if error is not None:
        raise error
    return result  # type: ignore[return-value]
