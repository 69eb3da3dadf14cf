"""The table of sessions. A session is created by its first request and removed after a while without one."""

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mockserver.control.api import Api
from mockserver.control.session import Session
from mockserver.errors import InvalidRequest, NotFound, TooManySessions
from mockserver.state.world import World

if TYPE_CHECKING:
    from mockserver.control.persistence import Persistence

DEFAULT_ID = "default"
"""Id of the session of requests that name none."""

ID = re.compile(r"[A-Za-z0-9._~:@-]{1,128}")

MAX_SESSIONS = 1000
"""Sessions at a time in addition to the default one."""

MAX_IDLE_SECONDS = 3600.0
"""Seconds without a request after which a session is removed."""


class Sessions:
    """The default session and the named ones, least recently used first.

    Beyond the limit, a new session takes the place of the least recently used one without a request in
    progress.
    """

    api: Api
    """The API that the mock serves; set by its app."""

    def __init__(
        self,
        world: World,
        *,
        limit: int = MAX_SESSIONS,
        max_idle: float = MAX_IDLE_SECONDS,
        now: Callable[[], float] = time.monotonic,
        persistence: "Persistence | None" = None,
    ) -> None:
        """Create the default session with this world; the worlds of other sessions have the same graphs.

        With `persistence`, call `restore` before the first request.
        """
        self.persistence = persistence
        self.owner_of: Callable[[str], str] = str
        """Returns the owner of an API key; `""` is the owner of requests without one. The app sets it."""
        self.limit = limit
        self.max_idle = max_idle
        self._now = now
        self.default = Session(DEFAULT_ID, world, datetime.now(UTC), now())
        self._named: dict[str, Session] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def __iter__(self) -> Iterator[Session]:
        """Return all sessions, the default one first and then the most recently used."""
        self._remove_idle()
        yield self.default
        yield from reversed(self._named.values())

    def of(self, session_id: str | None, field: str = "session_id") -> Session:
        """Return the session, and create it if it does not exist. `None` is the default session.

        Raises:
            InvalidRequest: the id is invalid; `field` names its place in the request.
            TooManySessions: the limit is reached and every session has a request in progress.

        """
        if self._named:
            self._remove_idle()
        if session_id is None or session_id == DEFAULT_ID:
            session = self.default
        else:
            session = self._named.get(session_id) or self._created(session_id, field)
            self._named.pop(session_id, None)
            self._named[session_id] = session  # moved to the end: the order is that of the last use
        session.used = self._now()
        return session

    async def delete(self, session_id: str) -> None:
        """Remove a session and stop its runs. The default session is emptied instead."""
        if session_id == DEFAULT_ID:
            await self.default.reset()
            return
        try:
            session = self._named.pop(session_id)
        except KeyError:
            raise NotFound(f"Session {session_id!r} not found") from None
        await session.close()

    async def delete_all(self) -> None:
        """Remove all sessions but the default one."""
        for session_id in [*self._named]:
            await self.delete(session_id)

    def restore(self) -> bool:
        """Replace the sessions by those of the state file, and return whether it had any.

        Raises:
            BrokenState: the file is damaged.

        """
        if self.persistence is None:
            return False
        saved = self.persistence.saved_sessions()
        if DEFAULT_ID in saved:
            self.persistence.fill(self.default)
        else:
            self.persistence.follow(self.default)
        for session_id in saved:
            if session_id != DEFAULT_ID:
                self._named[session_id] = self._new(session_id)
                self.persistence.fill(self._named[session_id])
        return bool(saved)

    def idle_seconds(self, session: Session) -> float:
        """Return the seconds since the last request of the session."""
        return max(self._now() - session.used, 0.0)

    async def close(self) -> None:
        """Stop the runs of all sessions, and leave the state file unchanged."""
        if self.persistence:
            await self.persistence.close()
        every = [self.default, *self._named.values()]
        await asyncio.gather(*self._closing, *(session.close() for session in every))

    def _created(self, session_id: str, field: str) -> Session:
        if not ID.fullmatch(session_id):
            raise InvalidRequest(
                field, "must be 1 to 128 letters, digits or the characters . _ ~ : @ -, for example a UUID"
            )
        while len(self._named) >= self.limit:
            self._remove(self._idlest())
        session = self._new(session_id)
        if self.persistence:
            self.persistence.follow(session)
        return session

    def _new(self, session_id: str) -> Session:
        return Session(session_id, self.default.world.blank(), datetime.now(UTC), self._now())

    def _idlest(self) -> Session:
        for session in self._named.values():
            if not session.requests:
                return session
        raise TooManySessions(self.limit)

    def _remove_idle(self) -> None:
        oldest = self._now() - self.max_idle
        while self._named:
            session = next(iter(self._named.values()))
            if session.used > oldest:
                return
            if session.requests:  # a stream may last longer than the limit
                self._named[session.id] = self._named.pop(session.id)
                session.used = self._now()
            else:
                self._remove(session)

    def _remove(self, session: Session) -> None:
        del self._named[session.id]
        closing = asyncio.get_running_loop().create_task(session.close())
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)
