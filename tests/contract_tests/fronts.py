"""Front ends for a correct server: a gateway with a path prefix, sessions, and a rate limit."""

import itertools
import json
from contextlib import contextmanager
from http.cookies import SimpleCookie
from threading import Thread
from urllib.parse import quote, unquote

import uvicorn

from mockserver.app import create_app
from mockserver.server import listen
from mockserver.settings import Settings

OPEN = {"/ok", "/info", "/metrics", "/docs", "/openapi.json"}


def mock(**settings):
    return create_app(Settings(pace=0, seed=0, **settings))


@contextmanager
def served(app, host="127.0.0.1"):
    """Serve an app on a free port, and yield its URL."""
    config = uvicorn.Config(app, log_level="critical", ws="websockets-sansio", lifespan="on")
    with listen(host, 0) as listening:
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        try:
            shown = f"[{host}]" if ":" in host else host
            yield f"http://{shown}:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


class Gateway:
    """A gateway below a path prefix, as in nginx. With `is_aware`, the app's responses include the prefix."""

    def __init__(self, app, prefix, *, is_aware=False):
        self.app = app
        self.prefix = prefix
        self.is_aware = is_aware
        self.lost = []
        """Requested paths outside the prefix."""

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        path = scope["raw_path"].decode()
        below = path.removeprefix(self.prefix)
        if not path.startswith(f"{self.prefix}/"):
            self.lost.append(path)
        inner = {**scope, "raw_path": below.encode(), "path": unquote(below)}
        await self.app(inner, receive, self._naming(send) if self.is_aware else send)

    def _naming(self, send):
        async def named(message):
            if message["type"] == "http.response.start":
                headers = [
                    (name, self.prefix.encode() + value)
                    if name in {b"location", b"content-location"} and value.startswith(b"/")
                    else (name, value)
                    for name, value in message["headers"]
                ]
                message = {**message, "headers": headers}
            await send(message)

        return named


class Sessions:
    """A front end that opens a session for a request without one. The session then identifies the owner."""

    def __init__(self, app, *, is_anonymous=False):
        self.app = app
        self.is_anonymous = is_anonymous
        """`True` if no key is needed: each session is a separate owner."""
        self.owners = {}
        self.strangers = []
        """Session and key of each request whose key does not match its session."""
        self._numbers = itertools.count()

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        cookie = SimpleCookie(headers.get(b"cookie", b"").decode())
        session, key = cookie.get("session"), headers.get(b"x-api-key", b"").decode()
        owner = self.owners.get(session.value) if session else None
        if session and not self.is_anonymous and owner != key:
            self.strangers.append((session.value, key))
        created = []
        if owner is None and (key or self.is_anonymous):
            number = f"s{next(self._numbers)}"
            owner = self.owners[number] = key or number
            created = [(b"set-cookie", f"session={number}; Path=/; HttpOnly".encode())]
        if owner is None and scope["path"] not in OPEN:
            await _respond((scope, receive, send), 401, "no session")
            return
        kept = [pair for pair in scope["headers"] if pair[0] not in {b"x-api-key", b"cookie"}]
        inner = {**scope, "headers": [*kept, (b"x-api-key", quote(owner or "").encode())]}

        async def with_cookie(message):
            if message["type"] in {"http.response.start", "websocket.accept"}:
                message = {**message, "headers": [*message.get("headers", []), *created]}
            await send(message)

        await self.app(inner, receive, with_cookie)


class Limiter:
    """A rate limiter that rejects one in `every` requests."""

    def __init__(self, app, *, every=3, status=429, headers=((b"retry-after", b"0"),), only=None):
        self.app = app
        self.every = every
        self.status = status
        self.headers = list(headers)
        self.only = only
        self.refused = 0
        self._count = 0

    async def __call__(self, scope, receive, send):
        if scope["type"] != "lifespan" and (self.only is None or self.only(scope)):
            self._count += 1
            if self._count % self.every == 0:
                self.refused += 1
                await _respond((scope, receive, send), self.status, "too many requests", self.headers)
                return
        await self.app(scope, receive, send)


async def _respond(asgi, status, detail, headers=()):
    scope, receive, send = asgi
    body = json.dumps({"detail": detail}).encode()
    kind = "websocket.http" if scope["type"] == "websocket" else "http"
    if kind != "http":
        await receive()
    length = (b"content-length", str(len(body)).encode())
    head = [(b"content-type", b"application/json"), length, *headers]
    await send({"type": f"{kind}.response.start", "status": status, "headers": head})
    await send({"type": f"{kind}.response.body", "body": body})
