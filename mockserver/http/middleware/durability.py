"""The gate of persistence: no message leaves before the state file has every change that it may show."""

import logging
from collections.abc import Awaitable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockserver.control.persistence import Persistence
from mockserver.control.state_file import BrokenState
from mockserver.http.response.send import send_detail

log = logging.getLogger(__name__)


class Durability:
    """Commits before each message of a response or a WebSocket. This costs nothing if nothing has changed."""

    def __init__(self, app: ASGIApp, *, persistence: Persistence) -> None:
        self.app = app
        self._persistence = persistence

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass on requests without a coroutine, which would cost each of them more."""
        if scope["type"] == "lifespan":
            return self.app(scope, receive, send)
        return self.app(scope, receive, SavedSend(scope, send, self._persistence))


class SavedSend:
    """The `send` of one request or WebSocket."""

    __slots__ = ("_is_over", "_persistence", "_scope", "_send")

    def __init__(self, scope: Scope, send: Send, persistence: Persistence) -> None:
        self._scope = scope
        self._send = send
        self._persistence = persistence
        self._is_over = False

    def __call__(self, message: Message) -> Awaitable[None]:
        if self._persistence.is_saved and not self._is_over:
            return self._send(message)
        return self._send_saved(message)

    async def _send_saved(self, message: Message) -> None:
        if self._is_over:
            return  # an error was sent in place of this response
        try:
            await self._persistence.commit()
        except BrokenState as error:
            log.error("%s", error)  # noqa: TRY400 - a traceback would not help the user
            if message["type"] != "http.response.start":
                raise  # a response that has begun ends without its end
            self._is_over = True
            await send_detail(500, str(error), None, self._scope, self._send)
        else:
            await self._send(message)
