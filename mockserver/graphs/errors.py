"""Conversion of langgraph's errors on a client's values to API errors."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from langgraph.errors import InvalidUpdateError

from mockserver.errors import ApiError

MAX_MESSAGE_CHARS = 1000
"""Maximum length of a detail: some errors repeat the whole value."""


@contextmanager
def api_error(error: Callable[[str], ApiError]) -> Iterator[None]:
    """Convert every exception in a block that processes a client's values.

    The values go through reducers, langchain's messages, pydantic and the serializer. Each raises its own
    exceptions, and no documentation lists them. So every exception counts as an invalid request: here, and
    nowhere else.
    """
    try:
        yield
    except ApiError:
        raise
    except Exception as cause:
        raise error(_sentence(cause)) from cause


def _sentence(cause: Exception) -> str:
    sentence = str(cause)
    if not isinstance(cause, ValueError | InvalidUpdateError):
        sentence = f"{type(cause).__name__}: {sentence}"
    # the message may contain a lone surrogate from a value, which JSON can't carry
    return sentence[:MAX_MESSAGE_CHARS].encode(errors="replace").decode()
