"""Where the server is, as its client has addressed it."""

from starlette.types import Scope

LOCAL = "localhost"


def base_url(scope: Scope) -> str:
    """Behind a proxy it is the proxy's scheme."""
    host, scheme = LOCAL, scope["scheme"]
    for name, value in scope["headers"]:
        if name == b"host":
            host = value.decode("latin-1")
        elif name == b"x-forwarded-proto" and value in {b"http", b"https"}:
            scheme = value.decode()
    return f"{scheme}://{host}{scope.get('root_path', '')}"
