"""The clock of a session: read, freeze, resume, set, advance."""

from datetime import UTC, datetime
from typing import Any

from mockserver.control.session import Session
from mockserver.control.sessions import Sessions
from mockserver.errors import InvalidRequest
from mockserver.request_response import Request, Response
from mockserver.state.clock import Clock, iso_timestamp


async def get_clock(_sessions: Sessions, session: Session, _request: Request) -> Response:
    return Response(_described(session.clock))


async def update_clock(_sessions: Sessions, session: Session, request: Request) -> Response:
    """Freeze the clock before it is set, and resume it afterwards, so that no time passes in between."""
    clock, body = session.clock, request.body
    if body.get("frozen"):
        clock.freeze()
    if "now" in body:
        await clock.set(instant(body["now"]))
    if body.get("frozen") is False:
        clock.resume()
    return Response(_described(clock))


async def advance_clock(_sessions: Sessions, session: Session, request: Request) -> Response:
    clock = session.clock
    await clock.advance(request.body["seconds"])
    return Response(_described(clock))


def instant(given: str) -> datetime:
    try:
        return datetime.fromisoformat(given.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:  # the year 0 or a leap second, which the schema allows
        raise InvalidRequest("body.now", f"{given!r}: {error}") from error


def _described(clock: Clock) -> dict[str, Any]:
    return {"now": iso_timestamp(clock.peek()), "frozen": clock.is_frozen}
