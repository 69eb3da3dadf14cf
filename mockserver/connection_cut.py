"""The connections that read a run, for graphs that cut them. The server of the graph sets `CUT`."""

from collections.abc import Callable
from contextvars import ContextVar

CUT: ContextVar[Callable[[], None] | None] = ContextVar("CUT", default=None)
"""Function that cuts the connections; `None` on a server that can't."""
