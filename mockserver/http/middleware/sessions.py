"""Choice of the session of a request or a WebSocket."""

import re
from collections.abc import Awaitable
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from mockserver.control.session import Session
from mockserver.control.sessions import Sessions
from mockserver.errors import ApiError
from mockserver.http import scope_keys
from mockserver.http.middleware.cors import Cors
from mockserver.http.middleware.errors import ErrorResponses
from mockserver.http.middleware.websockets import CLOSE_CODE_OF_STATUS_0

HEADER = "X-Mock-Session"
NAME = HEADER.lower().encode()

QUERY = "mock_session"
"""Query parameter for clients that can't send headers: WebSocket and EventSource of a browser."""
RAW_QUERY = QUERY.encode()

CONTROL = "/_mock/"
"""Beginning of the paths that may have a prefix."""

PREFIX = re.compile(r"/_mock/sessions/([^/]+)/api(?=/|$)")
"""Prefix of the paths of a session, for clients that are only given a URL."""


class SessionChoice:
    """Stores the session in the scope. A response whose request names its session names it, too."""

    def __init__(self, app: ASGIApp, *, sessions: Sessions, reads_names: bool = True) -> None:
        """Choose among the sessions; without `reads_names`, always the default one."""
        self.app = app
        self._sessions = sessions
        self._reads_names = reads_names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        name, field = None, ""
        if self._reads_names:
            if scope["path"].startswith(CONTROL):
                scope, name = without_prefix(scope)
                field = "session_id"
            if name is None:
                name, field = named(scope)
        try:
            session = self._sessions.of(name, field)
        except ApiError as error:
            await reject(error, scope, receive, send)
            return
        scope[scope_keys.SESSION] = session
        session.requests += 1
        try:
            await self.app(scope, receive, send if name is None else marked(send, session))
        finally:
            session.requests -= 1


def named(scope: Scope) -> tuple[str | None, str]:
    """Return the id and where the request has it; `None` for the default session."""
    for name, value in scope["headers"]:
        if name == NAME:
            return value.decode("latin-1"), f"header {HEADER}"
    if RAW_QUERY in scope.get("query_string", b""):
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if QUERY in query:
            return query[QUERY][-1], f"query {QUERY}"
    return None, ""


def without_prefix(scope: Scope) -> tuple[Scope, str | None]:
    """Return the scope without the prefix in its path, and the session in it; `None` without one."""
    if (found := PREFIX.match(scope["path"])) is None:
        return scope, None
    path, root = scope["path"][found.end() :] or "/", scope.get("root_path", "") + found[0]
    return {**scope, "path": path, "raw_path": quote(path).encode(), "root_path": root}, found[1]


def marked(send: Send, session: Session) -> Send:
    """Return a function that also sends the header, unless an inner layer did."""

    def send_marked(message: Message) -> Awaitable[None]:
        if message["type"] == "http.response.start" and NAME not in dict(message["headers"]):
            message["headers"] = [*message["headers"], (NAME, session.id.encode())]
        return send(message)

    return send_marked


async def reject(error: ApiError, scope: Scope, receive: Receive, send: Send) -> None:
    """Send the error, readable for pages of any origin like all errors of the API."""
    if scope["type"] == "websocket":
        socket = WebSocket(scope, receive, send)
        await socket.accept()
        await socket.close(CLOSE_CODE_OF_STATUS_0 + int(error.status), error.detail[:MAX_REASON_CHARS])
        return

    async def fail(*_asgi: Any) -> None:
        raise error

    await Cors(ErrorResponses(fail))(scope, receive, send)


MAX_REASON_CHARS = 120
"""Characters. A close frame has room for 123 bytes."""
