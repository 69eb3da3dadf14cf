"""Tells a webhook how a run ended. It is called only if the mock was told that it may."""

import logging
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from mockserver.errors import InvalidRequest

logger = logging.getLogger(__name__)

ATTEMPTS = 3
PATIENCE = 10
"""Seconds to wait for an answer."""


def must_be_callable(url: str) -> None:
    try:
        port, parts = urlsplit(url).port, httpx.URL(url)  # each of them misses what the other finds
        callable_ = parts.scheme in {"http", "https"} and bool(parts.host) and port != 0
    except (httpx.InvalidURL, ValueError) as error:
        raise InvalidRequest("body.webhook", str(error)) from error
    if not callable_:
        raise InvalidRequest("body.webhook", "must be an http or https URL")


async def deliver(url: str, told: dict[str, Any]) -> None:
    """Whoever does not take it is asked again, and then left."""
    content = orjson.dumps(told)
    retrying = AsyncRetrying(
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_exponential(multiplier=0.2),
        retry=retry_if_exception_type(httpx.HTTPError),
        reraise=True,
    )
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            async for attempt in retrying:
                with attempt:
                    await _post(client, url, content)
    except httpx.HTTPError as error:
        logger.warning("webhook %s of run %s: %s", url, told["run_id"], error or type(error).__name__)


async def _post(client: httpx.AsyncClient, url: str, content: bytes) -> None:
    headers = {"content-type": "application/json"}
    async with client.stream("POST", url, content=content, headers=headers) as answer:  # its body is not read
        answer.raise_for_status()
