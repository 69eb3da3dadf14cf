"""Exit codes of `langgraph-check`."""

from enum import IntEnum


class Exit(IntEnum):
    CONFORMS = 0
    FINDINGS = 1
    USAGE = 2
    NO_TARGET = 3
    OUR_ERROR = 4
    INCOMPLETE = 5
    INTERRUPTED = 130
