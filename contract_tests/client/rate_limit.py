"""Rate limits: responses that require the client to repeat the request later."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

MAX_PAUSE_SECONDS = 120.0
"""Seconds that one request waits in total before the client gives up."""

FIRST_PAUSE_SECONDS = 0.25
"""Seconds before the first repetition, at least; doubled each time."""

DELAY_PATTERN = re.compile(r"\d+(\.\d+)?")


def is_limit(status: int, headers: Mapping[str, str]) -> bool:
    """Return whether a response limits the client's rate. A 503 does so only with `Retry-After`."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return True
    return status == HTTPStatus.SERVICE_UNAVAILABLE and seconds(headers) is not None


def seconds(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of `Retry-After`; `None` if the header is missing or invalid."""
    written = headers.get("retry-after", "").strip()
    if DELAY_PATTERN.fullmatch(written):
        return float(written)
    when = _date(written)
    if when is None:
        return None
    now = _date(headers.get("date", "")) or datetime.now(UTC)  # the server's clock may differ from ours
    return max(0.0, (when - now).total_seconds())


def _date(written: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(written)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


class Pauses:
    """Pauses between the attempts of one request."""

    def __init__(self) -> None:
        self._waited = 0.0
        self._pause = FIRST_PAUSE_SECONDS

    def next(self, headers: Mapping[str, str]) -> float | None:
        """Return the seconds until the next attempt; `None` after the last one."""
        pause = max(seconds(headers) or 0.0, self._pause)
        if self._waited + pause > MAX_PAUSE_SECONDS:
            return None
        self._pause *= 2
        self._waited += pause
        return pause
