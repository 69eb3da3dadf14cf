"""Delivery of a run's result to a webhook, if the mock allows webhooks."""

import logging
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from mockserver.errors import InvalidRequest

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
TIMEOUT_SECONDS = 10
"""Seconds to wait for a response."""


def must_be_callable(url: str) -> None:
    try:
        port, parts = urlsplit(url).port, httpx.URL(url)  # each parser misses errors that the other finds
        callable_ = parts.scheme in {"http", "https"} and bool(parts.host) and port != 0
    except (httpx.InvalidURL, ValueError) as error:
        raise InvalidRequest("body.webhook", str(error)) from error
    if not callable_:
        raise InvalidRequest("body.webhook", "must be an http or https URL")


async def deliver(url: str, payload: dict[str, Any]) -> None:
    """Deliver the payload; give up after `MAX_ATTEMPTS` failures."""
    content = orjson.dumps(payload)
    retrying = AsyncRetrying(
        stop=stop_after_attempt(MAX_ATTEMPTS),
        wait=wait_exponential(multiplier=0.2),
        retry=retry_if_exception_type(httpx.HTTPError),
        reraise=True,
    )
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
            async for attempt in retrying:
                with attempt:
                    await _post(client, url, content)
    except httpx.HTTPError as error:
        logger.warning("webhook %s of run %s: %s", url, payload["run_id"], error or type(error).__name__)


async def _post(client: httpx.AsyncClient, url: str, content: bytes) -> None:
    headers = {"content-type": "application/json"}
    async with client.stream(
        "POST", url, content=content, headers=headers
    ) as response:  # the body is ignored
        response.raise_for_status()
