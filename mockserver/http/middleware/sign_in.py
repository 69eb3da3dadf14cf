"""Sign-in of browsers, which can't send the token of the control plane in a header when they open a page."""

import hmac
from base64 import b64encode
from hashlib import sha256
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Receive, Scope, Send

from mockserver.http.middleware.console import API, HEADERS, PAGE, prefers_html, redirection
from mockserver.http.middleware.control_access import TOKEN_HEADER
from mockserver.http.request.body import read
from mockserver.http.response.send import send_response
from mockserver.request_response import Response

PATH = "/_mock/sign-in"

COOKIE = "langgraph_mock_control"

MAX_BODY = 64 * 1024
"""Bytes allowed in the form."""

CREDENTIALS = frozenset({TOKEN_HEADER, b"authorization"})
"""Headers that may have the token."""

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { min-height: 90vh; margin: 0; display: grid; place-items: center }
form { display: grid; gap: .8rem; width: min(22rem, 90vw) }
input, button { font: inherit; padding: .5rem .7rem }
h1 { font-size: 1.2rem; margin: 0 }
p { margin: 0 }
"""

FORM = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in · langgraph-mock</title>
<style>{style}</style>
</head>
<body>
<form method="post" action="sign-in">
<h1>langgraph-mock</h1>
<label for="token">Token of <code>--control-token</code></label>
<input id="token" name="token" type="password" required autofocus autocomplete="current-password"
  aria-describedby="problem">
<p id="problem" role="alert">{problem}</p>
<button>Open the console</button>
</form>
</body>
</html>
"""

STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()

FORM_HEADERS = {
    **HEADERS,
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Content-Type": "text/html; charset=utf-8",
}


class SignIn:
    """Exchanges the token for a cookie, and reads the cookie as if the token were sent.

    The cookie counts only in requests of the mock's own pages: a page of another port on the same machine
    is of the same site, so `SameSite` alone does not keep it out.
    """

    def __init__(self, app: ASGIApp, *, token: str | None) -> None:
        """Require the token; `None` passes on all requests."""
        self.app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = self._token
        if token is None or scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"] == PATH and scope["method"] == "POST":
            await send_response(*await signed_in(token, receive), scope, send)
            return
        if not CREDENTIALS & dict(scope["headers"]).keys():
            if cookie_of(scope) == secret_of(token) and is_own_page(scope):
                scope["headers"] = [*scope["headers"], (TOKEN_HEADER, token.encode())]
            elif prefers_html(scope) and scope["path"] == API:
                await send_response(redirection(), b"", scope, send)
                return
            elif prefers_html(scope) and scope["path"] == PAGE:
                await send_response(*form(), scope, send)
                return
        await self.app(scope, receive, send)


async def signed_in(token: str, receive: Receive) -> tuple[Response, bytes]:
    """Return a redirection to the console with the cookie, or the form again."""
    fields = parse_qs((await read(receive, MAX_BODY)).decode("utf-8", "replace"))
    given = fields.get("token", [""])[0]
    if not hmac.compare_digest(given.encode(), token.encode()):
        return form("This is not the token.")
    # without a path, so that browsers take the folder of this request, also behind a proxy with a prefix
    cookie = f"{COOKIE}={secret_of(token)}; HttpOnly; SameSite=Strict"
    return Response(b"", 303, {"Location": "./", "Set-Cookie": cookie, "Cache-Control": "no-store"}), b""


def form(problem: str = "") -> tuple[Response, bytes]:
    page = FORM.format(style=STYLE, problem=problem).encode()
    return Response(page, 401, FORM_HEADERS), page


def secret_of(token: str) -> str:
    """Return the value of the cookie, from which the token can't be read."""
    return hmac.new(token.encode(), COOKIE.encode(), sha256).hexdigest()


def cookie_of(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"cookie":
            for crumb in value.decode("latin-1").split(";"):
                key, _, content = crumb.strip().partition("=")
                if key == COOKIE:
                    return str(content)
    return ""


def is_own_page(scope: Scope) -> bool:
    """Return whether a page of the mock sent the request, or none did."""
    headers = dict(scope["headers"])
    origin: bytes | None = headers.get(b"origin")
    return origin is None or origin.partition(b"://")[2] == headers.get(b"host")
