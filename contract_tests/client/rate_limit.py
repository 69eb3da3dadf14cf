"""A rate limit: a response that asks the client to send the request again later is not an answer to it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

LONGEST = 120.0
"""Seconds that one request waits in total, before the check gives it up."""

FIRST_PAUSE = 0.25
"""Seconds before the request is sent again, at least; twice as many each time."""

SECONDS = re.compile(r"\d+(\.\d+)?")


def is_limit(status: int, headers: Mapping[str, str]) -> bool:
    """Return whether a response is about the client's pace. 503 is only if it says when to come back."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return True
    return status == HTTPStatus.SERVICE_UNAVAILABLE and seconds(headers) is not None


def seconds(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of `Retry-After`. `None`: there is no such header, or nobody can read it."""
    written = headers.get("retry-after", "").strip()
    if SECONDS.fullmatch(written):
        return float(written)
    when = _date(written)
    if when is None:
        return None
    now = _date(headers.get("date", "")) or datetime.now(UTC)  # its clock may differ from ours
    return max(0.0, (when - now).total_seconds())


def _date(written: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(written)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


class Pauses:
    """The pauses of one request between its attempts."""

    def __init__(self) -> None:
        self._waited = 0.0
        self._pause = FIRST_PAUSE

    def next(self, headers: Mapping[str, str]) -> float | None:
        """Return the seconds until the next attempt. `None`: there is none any more."""
        pause = max(seconds(headers) or 0.0, self._pause)
        if self._waited + pause > LONGEST:
            return None
        self._pause *= 2
        self._waited += pause
        return pause
