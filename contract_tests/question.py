"""A question: a request in the words of its operation, before it becomes a URL and bytes."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlencode

from contract_tests.contract import Json, Operation

UNRESERVED = "-_~"
"""What a path segment may hold unencoded, beside letters and digits. A dot alone would be a step."""


class Nothing:
    """No body at all, which is not the same as the body `null`."""

    def __repr__(self) -> str:
        return "NOTHING"


NOTHING: Final = Nothing()


@dataclass(frozen=True)
class Question:
    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    """A list repeats the parameter."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Json = NOTHING
    """JSON; bytes, which are sent as they are; or `NOTHING`."""

    def url(self, operation: Operation) -> str:
        """Path and query, percent-encoded."""
        path = re.sub(r"{(\w+)}", lambda name: _segment(as_text(self.path[name[1]])), operation.path)
        pairs = [
            (name, as_text(value))
            for name, given in self.query.items()
            for value in (given if isinstance(given, list) else [given])
        ]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    @property
    def content(self) -> bytes:
        if isinstance(self.body, Nothing):
            return b""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


def as_text(value: Any) -> str:
    """How a parameter is written."""
    return value if isinstance(value, str) else json.dumps(value)


def _segment(text: str) -> str:
    encoded = quote(text, safe=UNRESERVED)
    return encoded.replace(".", "%2E") if set(text) == {"."} else encoded
