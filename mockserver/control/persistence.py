"""Persistence of all sessions in a state file: every change is in the file before a response shows it."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from secrets import token_bytes

import orjson

from mockserver.control import state_file
from mockserver.control.exchange import RawHeaders
from mockserver.control.saved_journal import JournalWriter, OwnerOf, restored
from mockserver.control.session import Session
from mockserver.control.state_file import BrokenState, Record, StateFile, Statement, damaged
from mockserver.control.state_file_records import CODECS, WORLD, Unfinished, fill, saved_world
from mockserver.state.changes import GONE, Key, Taken, nothing
from mockserver.state.event_loop import in_thread

OWNER_KEY = "owner_key"
"""Secret from which the owners of credentials are computed: without it they would lose what they own."""
OWNER_KEY_BYTES = 16
SEED = "seed"

SMALL = 200
"""Records that are written without a thread."""

PAUSE_SECONDS = 0.1
"""Seconds between writes of changes that no response shows, for example by a background run."""


class Persistence:
    """Writes the changes of all followed sessions, and fills their worlds after a restart."""

    def __init__(self, path: Path, *, seed: int | None, keeps_journal: bool = False) -> None:
        """Open the state file, and create it if it does not exist. `keeps_journal` also writes the journals.

        Raises:
            BrokenState: it can't be used, or it is that of another seed.

        """
        self._file = StateFile(path, has_journal=keeps_journal)
        self._keeps_journal = keeps_journal
        self.owner_of: OwnerOf = nobody
        """Returns the owner of a request by its headers. The app sets it before the sessions are restored."""
        self._sessions: dict[str, Session] = {}
        self._changed: set[str] = set()
        """Sessions whose worlds have changes."""
        self._statements: list[Statement] = []
        """Statements to execute before the changes of worlds are written."""
        self._turn = asyncio.Lock()
        self._unfinished: list[tuple[Session, Unfinished]] = []
        """Sessions of the file, until `resume`."""
        try:
            self.owner_key = self._prepare(seed)
        except BrokenState:
            self._file.close()
            raise

    def _prepare(self, seed: int | None) -> bytes:
        """Return the secret for owners. A new file gets one."""
        meta = self._file.meta()
        if SEED not in meta:
            meta = {SEED: orjson.dumps(seed), OWNER_KEY: token_bytes(OWNER_KEY_BYTES)}
            self._file.write(state_file.put_meta(*row) for row in meta.items())
        earlier = orjson.loads(meta[SEED])
        if earlier != seed:
            option = "without --seed" if earlier is None else f"with --seed {earlier}"
            reason = f"was written {option}; start langgraph-mock {option}, or choose another file"
            raise BrokenState(self._file.file, reason)
        return meta[OWNER_KEY]

    @property
    def is_saved(self) -> bool:
        """Return whether the file has all changes."""
        return not (self._changed or self._statements or self._turn.locked())

    def saved_sessions(self) -> list[str]:
        """Return the ids of the sessions in the file."""
        return [*self._file.sessions()]

    def fill(self, session: Session) -> None:
        """Replace the world of a new session by that of the file, and follow the session.

        Raises:
            BrokenState: the file is damaged.

        """
        world = session.world.blank(is_recorded=False)
        try:
            unfinished = fill(world, self._file, session.id)
        except BrokenState:
            self._file.close()  # the mock does not start
            raise
        self._unfinished.append((session, unfinished))
        session.world = world
        world.changes.record()
        saved = orjson.loads(self._file.sessions()[session.id])
        session.created_at = datetime.fromisoformat(saved["created_at"])
        session.faults.restore(saved["faults"])
        if self._keeps_journal:
            self._fill_journal(session)
        self._listen(session)

    def _fill_journal(self, session: Session) -> None:
        try:
            session.journal.fill(partial(restored, self._file.journal(session.id)))
        except (ValueError, TypeError, LookupError) as error:
            reason = f"the journal of session {session.id!r}: {' '.join(repr(error).split()):.200}"
            raise BrokenState(self._file.file, damaged(reason)) from error

    def follow(self, session: Session) -> None:
        """Write the world of a session, which is a new one, and all later changes."""
        self._statements.append(state_file.empty(session.id))
        self._listen(session)
        self.save_session(session)

    def save_session(self, session: Session) -> None:
        """Write what belongs to the session and not to its world."""
        row = {"created_at": session.created_at, "faults": session.faults.saved()}
        self._statements.append(state_file.put_session(session.id, orjson.dumps(row)))

    def forget(self, session: Session) -> None:
        """Delete the session from the file."""
        if self._sessions.pop(session.id, None) is not session:
            return  # it is closed twice, or together with the file
        session.faults.changed = nothing
        session.world.changes.ignore()
        self._statements += [state_file.empty(session.id), state_file.remove_session(session.id)]
        if self._keeps_journal:
            session.journal.write_to(None)
            self._statements.append(state_file.remove_journal(session.id))

    async def resume(self) -> None:
        """Continue the runs and crons of the sessions that were filled."""
        from mockserver.control.continue_runs import resume  # noqa: PLC0415 imports langgraph

        unfinished, self._unfinished = self._unfinished, []
        for session, each in unfinished:
            await resume(session.world, each)

    async def commit(self) -> None:
        """Write all changes.

        Raises:
            BrokenState: the file can't be written; the changes are kept for the next time.

        """
        async with self._turn:
            while self._changed or self._statements:
                statements, self._statements = self._statements, []
                taken = [*self._take()]
                if sum(len(changes) for changes in taken) <= SMALL:
                    self._write(statements, taken)
                else:
                    await in_thread(partial(self._write, statements, taken))

    async def commit_regularly(self, report: Callable[[str], None]) -> None:
        """Write all changes again and again."""
        while True:
            await asyncio.sleep(PAUSE_SECONDS)
            if not self.is_saved:
                try:
                    await self.commit()
                except BrokenState as error:
                    report(str(error))

    async def close(self) -> None:
        """Write all changes and close the file. Closing the sessions does not remove them from it."""
        try:
            await self.commit()
        finally:
            for session in self._sessions.values():
                session.world.changes.ignore()
            self._sessions.clear()
            self._file.close()

    def _listen(self, session: Session) -> None:
        if self._keeps_journal and self._sessions.get(session.id) is not session:
            session.journal.write_to(JournalWriter(session.id, self._add, self.owner_of))
        self._sessions[session.id] = session
        session.persistence = self
        session.faults.changed = partial(self.save_session, session)
        session.world.changes.notify = partial(self._changed.add, session.id)
        self._changed.add(session.id)  # it may have changes already

    def _add(self, statement: Statement) -> None:
        """Execute the statement with the next changes."""
        self._statements.append(statement)

    def _take(self) -> Iterator["SessionChanges"]:
        while self._changed:
            session_id = self._changed.pop()
            if session := self._sessions.get(session_id):
                world = session.world
                yield SessionChanges(session_id, world.changes.take(), saved_world(world))

    def _write(self, statements: list[Statement], taken: list["SessionChanges"]) -> None:
        statements = [*statements, *(statement for changes in taken for statement in changes.statements())]
        try:
            self._file.write(statements)
        except BrokenState:
            self._statements[:0] = statements
            raise


class SessionChanges:
    def __init__(self, session_id: str, taken: Taken, world: bytes) -> None:
        self._session_id = session_id
        self._taken = taken
        self._world = world

    def __len__(self) -> int:
        return sum(len(changes.records) for changes in self._taken.values())

    def statements(self) -> Iterator[Statement]:
        session_id = self._session_id
        for (part, group), changes in self._taken.items():
            if part == WORLD:
                continue
            if changes.is_dropped:
                yield state_file.drop(session_id, part, group)
            codec = CODECS[part]
            for key, (value, is_moved) in changes.records.items():
                encoded = None if value is GONE else codec.encode(value)
                if encoded is None:
                    yield state_file.remove(session_id, part, group, name(key))
                else:
                    record = Record(session_id, part, group, name(key), encoded)
                    yield state_file.append(record) if is_moved else state_file.put(record)
        yield state_file.put(Record(session_id, WORLD, "", "", self._world))


def nobody(_headers: RawHeaders) -> str:
    return ""


def name(key: Key) -> str:
    return key if isinstance(key, str) else orjson.dumps(key).decode()
