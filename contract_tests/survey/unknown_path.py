"""Responses to paths that can't exist, from which a missing operation is recognized.

A server responds to a missing operation as it does to a path that it does not know: its framework sends the
same status, media type and text. For a missing resource it sends an error of its own.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import takewhile
from urllib.parse import unquote

from contract_tests.client.exchange import Exchange, Request
from contract_tests.client.target import CredentialsExpired, NoResponse, Target
from contract_tests.contract import Operation

UNKNOWN = "/no-such-path"

NESTED = "/no-such-path/below/it"
"""Another unknown path: what differs between two unknown paths says nothing about an operation."""

SEGMENT = "no-such-operation"

VARYING = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}|\d{4}-\d\d-\d\dT[\d:.+Z-]+|\d+")
"""Ids, times and numbers, which differ between two responses of one kind."""


@dataclass(frozen=True)
class Fingerprint:
    """Status, media type and text of a response, without what names the request."""

    status: int
    media_type: str
    text: str

    @classmethod
    def of(cls, exchange: Exchange, *, is_nearest: bool = False) -> "Fingerprint":
        """Return the fingerprint. The target of a redirect belongs to the text.

        `is_nearest` also omits the last word of the path, which an error may name as an id.
        """
        path = exchange.request.path.partition("?")[0]
        text = exchange.response.content.decode("utf-8", "replace") + exchange.headers.get("location", "")
        names = {path, unquote(path), html.escape(path), html.escape(unquote(path))}
        parts = [*names, *(each.removeprefix("/") for each in names), exchange.request.method]
        for part in sorted(filter(None, parts), key=len, reverse=True):
            text = text.replace(part, "*")
        if is_nearest:
            text = re.sub(rf"(?<![\w-]){re.escape(path.rpartition('/')[2])}(?![\w-])", "*", text)
        media_type = exchange.headers.get("content-type", "").partition(";")[0].strip().lower()
        return cls(exchange.status, media_type, VARYING.sub("*", text))


@dataclass(frozen=True)
class Pattern:
    """Beginning and end that the texts of several responses share, such as all but a random token."""

    status: int
    media_type: str
    texts: tuple[str, ...]

    def matches(self, response: Fingerprint) -> bool:
        if (response.status, response.media_type) != (self.status, self.media_type):
            return False
        if response.text in self.texts:
            return True
        start = _common_start(self.texts)
        end = _common_start(each[::-1] for each in self.texts)[::-1]
        is_telling = len(set(self.texts)) > 1 and any(map(str.isalpha, start + end))
        return is_telling and response.text.startswith(start) and response.text.endswith(end)


@dataclass(frozen=True)
class UnknownPaths:
    """Lookup of the target's response to unknown paths, by method. Each path is tried once."""

    target: Target
    _responses: dict[tuple[str, str | None], Sequence[Pattern]] = field(
        default_factory=dict, init=False, repr=False
    )

    def is_like(self, operation: Operation, exchange: Exchange) -> bool:
        """Return whether the response is the one to an unknown path, or denies the method on this path.

        A server error is a response of the operation: it is reported, although a missing path may cause it.
        """
        if exchange.status in {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED}:
            return exchange.status not in operation.responses
        if exchange.failed:
            return False
        if self.matches(exchange):
            return True
        # Another operation may match the path: `POST /threads/{thread_id}` receives `POST /threads/search`.
        nearest = nearest_unknown(operation.path, exchange.request.path.partition("?")[0])
        return exchange.refused and nearest is not None and self.matches(exchange, nearest)

    def matches(self, exchange: Exchange, nearest: str | None = None) -> bool:
        """Return whether the response is the one to unknown paths, or to the nearest one."""
        response = Fingerprint.of(exchange, is_nearest=nearest is not None)
        return any(each.matches(response) for each in self._of(exchange.request, nearest))

    def _of(self, request: Request, nearest: str | None) -> Sequence[Pattern]:
        key = (request.method, nearest)
        if key not in self._responses:
            paths = (UNKNOWN, NESTED) if nearest is None else (nearest,)
            sent = [exchange for path in paths if (exchange := self._send(request, path))]
            found = [Fingerprint.of(each, is_nearest=nearest is not None) for each in sent]
            kinds = dict.fromkeys((each.status, each.media_type) for each in found)
            self._responses[key] = [
                Pattern(*kind, tuple(each.text for each in found if (each.status, each.media_type) == kind))
                for kind in kinds
            ]
        return self._responses[key]

    def _send(self, request: Request, path: str) -> Exchange | None:
        body = b"{}" if request.body else b""
        try:
            return self.target.send(Request(request.method, path, body=body))
        except (NoResponse, CredentialsExpired):
            return None


def nearest_unknown(template: str, path: str) -> str | None:
    """Return the path with another last word: `/threads/ID/copy` becomes `/threads/ID/no-such-operation`.

    `None` if only other ids would remain.
    """
    words, segments = template.split("/"), path.split("/")
    if len(words) != len(segments) or words[-1].startswith("{"):
        return None
    return "/".join([*segments[:-1], SEGMENT])


def _common_start(texts: Iterable[str]) -> str:
    columns = takewhile(lambda column: len(set(column)) == 1, zip(*texts, strict=False))
    return "".join(column[0] for column in columns)
