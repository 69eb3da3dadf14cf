"""Routing of recorded requests: the operation of a method and a path below a base URL."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from contract_tests.client.base_url import BadUrl, BaseUrl, origin_of
from contract_tests.client.exchange import SOCKET, Request
from contract_tests.client.stream import MEDIA_TYPE
from contract_tests.contract import Contract, Operation

PARAMETER = re.compile(r"\\{(\w+)\\}")


@dataclass(frozen=True)
class Route:
    operation: Operation
    path: Mapping[str, str]
    """Path parameters, decoded."""


@dataclass(frozen=True)
class Routes:
    known: tuple[tuple[str, re.Pattern[str], Operation], ...]
    """Method, path and operation; literal path segments come before parameters."""

    @classmethod
    def of(cls, contract: Contract) -> "Routes":
        known = [(operation.method, operation) for operation in contract.operations]
        known += [
            (SOCKET, operation) for operation in contract.operations if _has_socket(contract, operation)
        ]
        known.sort(key=lambda pair: [part.startswith("{") for part in pair[1].path.split("/")])
        return cls(tuple((method, _pattern(operation.path), operation) for method, operation in known))

    def find(self, method: str, path: str) -> Route | None:
        """Return the route of a percent-encoded path without query, or `None`."""
        for known, pattern, operation in self.known:
            if known == method and (found := pattern.fullmatch(path)):
                return Route(operation, {name: unquote(value) for name, value in found.groupdict().items()})
        return None

    def base(self, requests: Iterable[Request]) -> str | None:
        """Return the base URL under which most requests match the contract, or `None` if no request does."""
        weights: Counter[str] = Counter()
        for request in requests:
            for base, path in _bases(request.url):
                if route := self.find(request.method, path):
                    weights[base] += _weight(route.operation)
        for base in sorted(weights, key=lambda base: (-weights[base], len(base))):
            with suppress(BadUrl):
                return str(BaseUrl.parse(base))
        return None


def _bases(url: str) -> Iterator[tuple[str, str]]:
    """Yield each possible base URL with the rest of the path."""
    origin, path = origin_of(url), urlsplit(url).path
    for place, character in enumerate(path):
        if character == "/":
            yield origin + path[:place], path[place:]


def _weight(operation: Operation) -> int:
    """Return the number of literal segments; a path with many of them rarely matches by chance."""
    return sum(not part.startswith("{") for part in operation.path.strip("/").split("/"))


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(PARAMETER.sub(r"(?P<\1>[^/]+)", re.escape(path)))


def _has_socket(contract: Contract, operation: Operation) -> bool:
    """Return whether the operation's stream is also available on a WebSocket at its path."""
    streams = any(MEDIA_TYPE in each.get("content", {}) for each in operation.responses.values())
    return streams and "x-websocket" in contract.document["paths"][operation.path]
