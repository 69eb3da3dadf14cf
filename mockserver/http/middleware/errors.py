"""Conversion of exceptions to `{"detail": string}` responses, or to a cut connection."""

import asyncio
import logging
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from mockserver.errors import ApiError, InvalidRequest
from mockserver.http import scope_keys
from mockserver.http.request.body import Disconnected
from mockserver.http.response import connection
from mockserver.http.response.send import send_detail
from mockserver.http.response.shutdown import stopping
from mockserver.http.response.stream import disconnected
from mockserver.state.event_log import ConnectionCut

log = logging.getLogger(__name__)


class ErrorResponses:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        except ApiError as error:
            if invalid := next((each for each in (error, error.__cause__) if is_invalid(each)), None):
                scope[scope_keys.REQUEST_ERROR] = str(invalid)
            await send_detail(error.status, error.detail, error.headers, scope, send)
        except HTTPException as error:  # from Starlette, which serves /docs
            await send_detail(error.status_code, error.detail, error.headers, scope, send)
        except ConnectionCut:
            await connection.close(scope)
            await disconnected(receive)
        except Disconnected:
            log.debug("%s %s: the client disconnected", scope["method"], scope["path"])
        except asyncio.CancelledError:
            if not stopping(scope).done():  # an in-process client cancelled the request
                raise
            await send_detail(HTTPStatus.REQUEST_TIMEOUT, "The server is shutting down", None, scope, send)
        except Exception:
            log.exception("%s %s failed", scope["method"], scope["path"])
            status = HTTPStatus.INTERNAL_SERVER_ERROR
            await send_detail(status, status.phrase, None, scope, send)


def is_invalid(error: BaseException | None) -> bool:
    return isinstance(error, InvalidRequest)
