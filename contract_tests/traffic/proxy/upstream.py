"""Upstream: the one server that the proxy reaches.

A connection goes to the host and port of the parsed base URL. What a client sends as its request target only
ever becomes the target of the request on that connection: no URL is made of both and parsed again.
"""

from dataclasses import dataclass
from typing import Any

import httpx
from starlette.types import Scope

from contract_tests.client.base_url import BaseUrl
from contract_tests.client.environment_proxies import proxy_for


@dataclass(frozen=True)
class Place:
    """Where one request goes."""

    base: BaseUrl
    target: str
    """Path and query, as they came, after the prefix of the base URL."""
    proxy: str | None

    @property
    def url(self) -> str:
        return f"{self.base.origin}{self.target}"

    def request(self, method: str, **more: Any) -> httpx.Request:
        raw = self.target.encode("latin-1")
        # httpx resolves dots in a path; the extension sends it as it came. With another proxy in between, the
        # target is a whole URL, which httpx makes.
        extensions = {} if self.proxy else {"target": raw}
        url = httpx.URL(self.base.origin).copy_with(raw_path=raw)
        return httpx.Request(method, url, extensions=extensions, **more)


@dataclass(frozen=True)
class Upstream:
    base: BaseUrl
    proxy: str | None
    """Proxy of the environment between us and the server."""

    @classmethod
    def of(cls, base: BaseUrl) -> "Upstream":
        return cls(base, proxy_for(base))

    def place(self, scope: Scope) -> Place:
        """Return where a request goes: nothing is decoded and encoded again.

        Raises:
            Outside: its target is no path below the base URL.

        """
        query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
        target = self.base.target(f"{scope['raw_path'].decode('latin-1')}{query}")
        return Place(self.base, target, self.proxy)
