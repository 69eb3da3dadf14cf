"""When a schedule names a time: the file that knows croniter."""

import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from mockserver.errors import BadRequest, InvalidRequest

RANDOM = re.compile(r"\br\b", re.IGNORECASE)
"""croniter's word for any time. A seed could not repeat it."""

LONGEST = 1000
"""Characters of a schedule: to read a longer one takes long, and it is read for each run."""


def next_time(schedule: str, timezone: str | None, after: datetime) -> datetime:
    """The first time after an instant, in UTC."""
    # croniter takes a while to import, and most mocks have no cron
    from croniter import CroniterBadDateError, croniter  # noqa: PLC0415

    local = after.astimezone(_zone(timezone))
    if len(schedule) > LONGEST:
        raise InvalidRequest("body.schedule", f"is longer than {LONGEST} characters")
    if RANDOM.search(schedule):
        raise InvalidRequest("body.schedule", f"{schedule!r} has a random time, which no seed could repeat")
    try:
        following: datetime = croniter(schedule, local).get_next(datetime)
    except CroniterBadDateError as error:
        raise BadRequest(f"body.schedule: {schedule!r} names no time that is to come") from error
    except (ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise InvalidRequest("body.schedule", f"{schedule!r} is no cron schedule: {error}") from error
    return following.astimezone(UTC)


def _zone(timezone: str | None) -> tzinfo:
    if timezone is None:
        return UTC
    try:
        return ZoneInfo(timezone)
    except (ValueError, LookupError, OSError) as error:  # a name may be a path, or a folder of names
        raise InvalidRequest("body.timezone", f"{timezone[:LONGEST]!r} is no IANA time zone") from error
