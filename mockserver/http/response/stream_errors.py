"""What goes wrong after the status was sent, in the words in which a run fails."""

import logging
from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from starlette.types import Scope

from mockserver.errors import ApiError

log = logging.getLogger(__name__)

Told = Callable[[Exception], dict[str, str]]


def telling(scope: Scope) -> Told:
    return partial(failure, f"{scope['method']} {scope['path']}")


def failure(request: str, error: Exception) -> dict[str, str]:
    """What is no refusal is an error of ours: it is logged, and only its class is told."""
    if isinstance(error, ApiError):
        return {"error": type(error).__name__, "message": error.detail}
    log.error("%s failed", request, exc_info=error)
    return {"error": type(error).__name__, "message": HTTPStatus.INTERNAL_SERVER_ERROR.phrase}
