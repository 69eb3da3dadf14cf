"""The upstream server, the only one that the proxy reaches.

Connections go to the host and port of the parsed base URL. A client's request target is only ever used as the
target of a request on such a connection; it is never joined to a URL that is parsed again.
"""

from dataclasses import dataclass
from typing import Any

import httpx
from starlette.types import Scope

from contract_tests.client.base_url import BaseUrl
from contract_tests.client.environment_proxies import proxy_for


@dataclass(frozen=True)
class Place:
    """Destination of one request."""

    base: BaseUrl
    target: str
    """Prefix of the base URL, then path and query as received."""
    proxy: str | None

    @property
    def url(self) -> str:
        return f"{self.base.origin}{self.target}"

    def request(self, method: str, **more: Any) -> httpx.Request:
        raw = self.target.encode("latin-1")
        # httpx resolves dot segments in a path; this extension sends it unchanged. Behind another proxy the
        # target is an absolute URL, which httpx builds.
        extensions = {} if self.proxy else {"target": raw}
        url = httpx.URL(self.base.origin).copy_with(raw_path=raw)
        return httpx.Request(method, url, extensions=extensions, **more)


@dataclass(frozen=True)
class Upstream:
    base: BaseUrl
    proxy: str | None
    """URL of the proxy from the environment. `None` means a direct connection."""

    @classmethod
    def of(cls, base: BaseUrl) -> "Upstream":
        return cls(base, proxy_for(base))

    def place(self, scope: Scope) -> Place:
        """Return the destination of a request, without decoding and encoding its target.

        Raises:
            Outside: the target is not a path below the base URL.

        """
        query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
        target = self.base.target(f"{scope['raw_path'].decode('latin-1')}{query}")
        return Place(self.base, target, self.proxy)
