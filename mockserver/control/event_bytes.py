"""Events in the bytes of a `text/event-stream`."""

import re
from collections.abc import Iterator

END_OF_EVENT = re.compile(rb"\r?\n\r?\n")
COMMENT = b":"
DATA = re.compile(rb"^data: ?(.*?)(\r?)$", re.MULTILINE)


class EventSplitter:
    """A splitter of a stream's bytes. It holds back only the bytes of an incomplete event."""

    def __init__(self) -> None:
        self._pending = b""

    def split(self, piece: bytes) -> Iterator[bytes]:
        """Yield each event that the piece completes, with the blank line that ends it."""
        pending, start = self._pending + piece, 0
        while found := END_OF_EVENT.search(pending, start):
            yield pending[start : found.end()]
            start = found.end()
        self._pending = pending[start:]

    def rest(self) -> bytes:
        """Return the bytes of the incomplete event and forget them."""
        pending, self._pending = self._pending, b""
        return pending


def is_comment(event: bytes) -> bool:
    """Return whether the event has only comments, such as a heartbeat."""
    return event.startswith(COMMENT) and not DATA.search(event)


def malformed_event(event: bytes) -> bytes:
    """Return the event with data that is not JSON."""
    return DATA.sub(lambda found: b"data: " + malformed_json(found[1]) + found[2], event)


def malformed_json(content: bytes) -> bytes:
    """Return the first half of the JSON text and a brace, which is never valid JSON."""
    return content[: len(content) // 2] + b"{"
