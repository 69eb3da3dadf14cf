"""Request in terms of its operation, before it becomes a URL and bytes."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlencode

from contract_tests.contract import Json, Operation
from contract_tests.text.visible import one_line

UNRESERVED = "-_~"
"""Characters other than letters and digits that a path segment may contain unencoded.

A dot is not among them: a segment of dots would change the path.
"""


MAX_URL_CHARS = 16_384
"""Maximum length of path and query in characters, accepted by most servers."""


class UnsendableRequest(Exception):
    """No URL or header can carry the value: it is too long, empty, not text, or not valid Unicode."""

    def __init__(self, name: str, value: Any) -> None:
        super().__init__(name, value)
        self.name = name
        self.value = value

    def __str__(self) -> str:
        return f"{self.name} can't be sent: {one_line(self.value)}"


class NoBody:
    """Absence of a body, as opposed to the body `null`."""

    def __repr__(self) -> str:
        return "NOTHING"


NO_BODY: Final = NoBody()


@dataclass(frozen=True)
class OperationRequest:
    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    """Parameters of the query. A list repeats the parameter."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Json = NO_BODY
    """JSON; bytes, which are sent unchanged; or `NO_BODY`."""

    def url(self, operation: Operation) -> str:
        """Return path and query, percent-encoded. Raises: UnsendableRequest."""
        path = re.sub(r"{(\w+)}", lambda name: segment(self.path[name[1]], name[1]), operation.path)
        pairs = [
            _pair(name, value)
            for name, given in self.query.items()
            for value in (given if isinstance(given, list) else [given])
        ]
        return f"{path}?{'&'.join(pairs)}" if pairs else path

    @property
    def sent_headers(self) -> Mapping[str, str]:
        """Headers as sent. Raises: UnsendableRequest."""
        for name, value in self.headers.items():
            if not (value.isascii() and value.isprintable() and len(value) <= MAX_URL_CHARS):
                raise UnsendableRequest(name, value)
        return self.headers

    @property
    def content(self) -> bytes:
        if isinstance(self.body, NoBody):
            return b""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


def as_text(value: Any) -> str:
    """Return the text of a parameter's value."""
    return value if isinstance(value, str) else json.dumps(value)


def segment(value: Any, name: str = "id") -> str:
    """Return a value as one segment of a path. Raises: UnsendableRequest."""
    encoded = _sendable(lambda text: quote(text, safe=UNRESERVED), value, name)
    if not encoded:
        raise UnsendableRequest(name, value)
    return encoded.replace(".", "%2E") if set(encoded) == {"."} else encoded


def is_sendable(value: Any) -> bool:
    """Return whether a URL and a header can carry the value."""
    try:
        segment(value)
    except UnsendableRequest:
        return False
    return not isinstance(value, str) or (value.isascii() and value.isprintable())


def _pair(name: str, value: Any) -> str:
    return _sendable(lambda text: urlencode([(name, text)]), value, name)


def _sendable(encoded: Callable[[str], str], value: Any, name: str) -> str:
    try:
        text = encoded(as_text(value))
    except UnicodeEncodeError as half:  # half of a surrogate pair
        raise UnsendableRequest(name, value) from half
    if len(text) > MAX_URL_CHARS:
        raise UnsendableRequest(name, value)
    return text
