"""Base URL of the server, as its client addressed it."""

from starlette.types import Scope

LOCAL = "localhost"


def base_url(scope: Scope) -> str:
    """Return the base URL; behind a proxy, with the proxy's scheme."""
    host, scheme = LOCAL, scope["scheme"]
    for name, value in scope["headers"]:
        if name == b"host":
            host = value.decode("latin-1")
        elif name == b"x-forwarded-proto" and value in {b"http", b"https"}:
            scheme = value.decode()
    return f"{scheme}://{host}{scope.get('root_path', '')}"
