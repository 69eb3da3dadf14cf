"""Cut of the connections that read a run, by a step of its graph. The server sets `CUT`."""

from collections.abc import Callable
from contextvars import ContextVar

CUT: ContextVar[Callable[[], None] | None] = ContextVar("CUT", default=None)
"""Function that cuts the connections; `None` on a server that can't."""
