"""Responses to paths that surely do not exist, from which a missing operation is recognized.

A server responds to a missing operation as it does to a path that it does not know: its framework sends the
same status, media type and text. For a missing resource it sends an error of its own.
"""

import re
from dataclasses import dataclass, field
from http import HTTPStatus

from contract_tests.client.exchange import Exchange, Request
from contract_tests.client.target import NoResponse, Target
from contract_tests.contract import Operation

VARYING = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}|\d{4}-\d\d-\d\dT[\d:.+Z-]+|\d+")
"""Ids, times and numbers, which differ between two responses of one kind."""

Fingerprint = tuple[int, str, str]
"""Status, media type and text of a response, without what names the request."""


def fingerprint(exchange: Exchange) -> Fingerprint:
    path = exchange.request.path.partition("?")[0]
    text = exchange.response.content.decode("utf-8", "replace")
    for part in (path, path.removeprefix("/"), exchange.request.method):
        text = text.replace(part, "*")
    media_type = exchange.headers.get("content-type", "").partition(";")[0].strip().lower()
    return exchange.status, media_type, VARYING.sub("*", text)


@dataclass(frozen=True)
class UnknownPaths:
    """Lookup of the target's response to unknown paths, by method. Each method is tried once."""

    target: Target
    _responses: dict[str, tuple[Fingerprint, ...]] = field(default_factory=dict, init=False, repr=False)

    def is_like(self, operation: Operation, exchange: Exchange) -> bool:
        """Return whether the response is the one to an unknown path, or denies the method on this path."""
        if exchange.status in {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED}:
            return exchange.status not in operation.responses
        if exchange.status not in {HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST}:
            return False
        return fingerprint(exchange) in self._of(exchange.request.method)

    def _of(self, method: str) -> tuple[Fingerprint, ...]:
        if method not in self._responses:
            found = [self._send(method, path) for path in ("/no-such-path", "/no-such-path/below/it")]
            # A server that accepts every path has no unknown ones.
            self._responses[method] = tuple(
                fingerprint(each) for each in found if each is not None and each.refused
            )
        return self._responses[method]

    def _send(self, method: str, path: str) -> Exchange | None:
        body = b"" if method in {"GET", "DELETE"} else b"{}"
        try:
            return self.target.send(Request(method, path, body=body))
        except NoResponse:
            return None
