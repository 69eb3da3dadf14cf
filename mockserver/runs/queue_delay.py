"""Delay of the runs that a request starts, as on a server whose queue is busy."""

from contextvars import ContextVar

QUEUE_DELAY = ContextVar("queue_delay", default=0.0)
"""Seconds between the creation of a run and its start. Its thread is busy, with an unchanged state."""
