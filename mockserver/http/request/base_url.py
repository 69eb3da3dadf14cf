"""Base URL of the server, as its client addressed it."""

from collections.abc import Mapping

from starlette.types import Scope

LOCAL = b"localhost"


def base_url(scope: Scope, headers: Mapping[bytes, bytes]) -> str:
    """Return the base URL; behind a proxy, with the proxy's scheme. `headers` are those of the request."""
    host, scheme = headers.get(b"host", LOCAL).decode("latin-1"), scope["scheme"]
    forwarded = headers.get(b"x-forwarded-proto")
    if forwarded in {b"http", b"https"}:
        scheme = forwarded.decode()
    return f"{scheme}://{host}{scope.get('root_path', '')}"
