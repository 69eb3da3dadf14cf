"""The console: one page at `/_mock/`, and its files. See `docs/decisions/0027-console.md`."""

from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

from starlette.types import ASGIApp, Receive, Scope, Send

from mockserver.errors import MethodNotAllowed
from mockserver.http.response.send import send_response
from mockserver.request_response import Response

API = "/_mock"
PAGE = "/_mock/"
FOLDER = "/_mock/console/"

READING = frozenset({"GET", "HEAD"})

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
    }
)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Content-Security-Policy: only the files of the console, and no HTML made from texts."""

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
)


class Console:
    """Serves the page and its files, and passes on all other requests."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._files: Mapping[str, Response] = read_files()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path == API and scope["method"] in READING and prefers_html(scope):
            await send_response(redirection(), b"", scope, send)
        elif path.startswith(FOLDER) and scope["method"] not in READING:
            raise MethodNotAllowed(READING)
        elif path in self._files and scope["method"] in READING:
            response = self._files[path]
            await send_response(response, response.body, scope, send)
        else:
            await self.app(scope, receive, send)


def read_files() -> dict[str, Response]:
    """Return the response for each path."""
    found = {}
    for file in files("mockserver").joinpath("console").iterdir():
        ending = file.name[file.name.rfind(".") :]
        path = PAGE if file.name == "index.html" else FOLDER + file.name
        found[path] = Response(file.read_bytes(), headers={"Content-Type": MEDIA_TYPES[ending], **HEADERS})
    return found


def redirection() -> Response:
    """Return a redirection from `/_mock` to the page, also behind the prefix of a proxy."""
    return Response(b"", 307, {"Location": "_mock/"})


def prefers_html(scope: Scope) -> bool:
    """Return whether a browser shows the response as a page: it accepts HTML first."""
    accepted: bytes = dict(scope["headers"]).get(b"accept", b"")
    return accepted.lstrip().startswith(b"text/html")
