"""Errors raised after the status was sent, in the format of a failed run."""

import logging
from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from starlette.types import Scope

from mockserver.errors import ApiError

log = logging.getLogger(__name__)

ErrorFields = Callable[[Exception], dict[str, str]]


def error_fields(scope: Scope) -> ErrorFields:
    return partial(failure, f"{scope['method']} {scope['path']}")


def failure(request: str, error: Exception) -> dict[str, str]:
    """Return the error of the API; any other one is a bug: it is logged, and only its class is sent."""
    if isinstance(error, ApiError):
        return {"error": type(error).__name__, "message": error.detail}
    log.error("%s failed", request, exc_info=error)
    return {"error": type(error).__name__, "message": HTTPStatus.INTERNAL_SERVER_ERROR.phrase}
