"""Journal of the session: read, awaited, followed and verified."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from itertools import islice
from typing import Any

import orjson

from mockserver.control.event_bytes import is_comment
from mockserver.control.exchange import Exchange
from mockserver.control.journal import Change
from mockserver.control.journal_entry import Entry, sent_event
from mockserver.control.journal_match import JournalMatch, journal_match
from mockserver.control.request_match import must_know_names
from mockserver.control.session import Session
from mockserver.control.sessions import Sessions
from mockserver.control.verify import times, verify_order, verify_times
from mockserver.errors import NotFound
from mockserver.request_response import Events, Request, Response
from mockserver.state.event_log import Event

DEFAULT_LIMIT = 100
DEFAULT_TIMEOUT_SECONDS = 10.0

NOT_CONDITIONS = frozenset({"after", "limit", "view"})
"""Query parameters that are not conditions on entries."""


async def list_journal_entries(sessions: Sessions, session: Session, request: Request) -> Response:
    match = matched(request.query, "query", sessions)
    after = request.query.get("after", 0)
    matching = (
        entry
        for entry in entries(sessions, session)
        if entry.exchange.number > after and match.matches(entry)
    )
    return Response(
        {
            "entries": [
                viewed(entry, request)
                for entry in islice(matching, request.query.get("limit", DEFAULT_LIMIT))
            ],
            "last_number": session.journal.last_number,
            "dropped": session.journal.dropped,
        }
    )


async def get_journal_entry(sessions: Sessions, session: Session, request: Request) -> Response:
    number = int(request.path["number"])
    for entry in entries(sessions, session):
        if entry.exchange.number == number:
            return Response(entry.to_json())
    raise NotFound(f"Request {number} is not in the journal: it was dropped for later ones, or never arrived")


async def delete_journal(_sessions: Sessions, session: Session, _request: Request) -> Response:
    session.journal.clear()
    return Response(None, 204)


async def wait_journal_entry(sessions: Sessions, session: Session, request: Request) -> Response:
    match = matched(request.body.get("match", {}), "body.match", sessions)
    is_early = request.body.get("in_progress", False)

    def matches(exchange: Exchange) -> bool:
        is_ready = is_early or exchange.finished is not None
        return is_ready and match.matches(Entry(exchange, session, sessions.api))

    found = await session.journal.wait(
        matches,
        after=request.body.get("after", 0),
        seconds=request.body.get("timeout", DEFAULT_TIMEOUT_SECONDS),
    )
    entry = None if found is None else Entry(found, session, sessions.api).to_json()
    return Response({"entry": entry, "last_number": session.journal.last_number})


async def stream_journal(sessions: Sessions, session: Session, request: Request) -> Response:
    match = matched(request.query, "query", sessions)
    return Response(Events(changes(sessions, session, match, request)))


async def verify_journal(sessions: Sessions, session: Session, request: Request) -> Response:
    body, every = request.body, [*entries(sessions, session)]
    every = [entry for entry in every if entry.exchange.number > body.get("after", 0)]
    if "order" in body:
        steps = [matched(step, f"body.order.{index}", sessions) for index, step in enumerate(body["order"])]
        verdict = verify_order(every, steps)
    else:
        match = matched(body.get("match", {}), "body.match", sessions)
        verdict = verify_times(every, match, times(body.get("times"), "body.times"))
    return Response(
        {
            "verified": verdict.verified,
            "expected": verdict.expected,
            "received": verdict.received,
            "matching": list(verdict.matching),
            "entries": [entry.summary() for entry in every],
        }
    )


def entries(sessions: Sessions, session: Session) -> list[Entry]:
    return [Entry(exchange, session, sessions.api) for exchange in session.journal]


def matched(given: Mapping[str, Any], field: str, sessions: Sessions) -> JournalMatch:
    """Parse the conditions.

    Raises:
        InvalidRequest: an operation is unknown.

    """
    must_know_names(given, field, sessions.api.operations)
    return journal_match({name: value for name, value in given.items() if name not in NOT_CONDITIONS})


def viewed(entry: Entry, request: Request) -> dict[str, Any]:
    """Return the entry in the view that the request chooses."""
    return entry.summary() if request.query.get("view") == "summary" else entry.to_json()


async def changes(
    sessions: Sessions, session: Session, match: JournalMatch, request: Request
) -> AsyncGenerator[Event, None]:
    """Yield the changes of matching entries; an entry in progress is compared at each change."""
    async with aclosing(session.journal.follow()) as each:
        async for change in each:
            entry = Entry(change.exchange, session, sessions.api)
            if match.matches(entry) and (data := changed(change, entry, request)) is not None:
                yield Event(change.kind, orjson.dumps(data))


def changed(change: Change, entry: Entry, request: Request) -> dict[str, Any] | None:
    """Return the data of the event; `None` for a heartbeat."""
    if change.kind != "event":
        return viewed(entry, request) if change.kind == "finished" else entry.summary()
    if change.exchange.is_socket:
        return {"number": change.exchange.number, "event": "message", "data": entry.content(change.piece)}
    if is_comment(change.piece):
        return None
    event = sent_event(change.piece, change.exchange.started)
    return {"number": change.exchange.number, "event": event.name, "data": entry.content(event.data)}
