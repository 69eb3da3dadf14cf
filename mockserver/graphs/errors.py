"""What langgraph refuses is the client's error, not ours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from langgraph.errors import InvalidUpdateError

from mockserver.errors import ApiError

LONGEST = 1000
"""Characters of a detail: some errors repeat the whole value."""


@contextmanager
def refused_as(error: Callable[[str], ApiError]) -> Iterator[None]:
    """Around a call that takes a client's values.

    They go through reducers, langchain's messages, pydantic and the serializer, each with exceptions
    of its own, and which ones is nowhere promised. So every exception counts as a refusal: here, and
    nowhere else.
    """
    try:
        yield
    except ApiError:
        raise
    except Exception as refusal:
        raise error(_sentence(refusal)) from refusal


def _sentence(refusal: Exception) -> str:
    sentence = str(refusal)
    if not isinstance(refusal, ValueError | InvalidUpdateError):
        sentence = f"{type(refusal).__name__}: {sentence}"
    # a lone surrogate in a value would come back in the sentence, and no answer can carry it
    return sentence[:LONGEST].encode(errors="replace").decode()
