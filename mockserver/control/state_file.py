"""The state file: an SQLite database with the records of all sessions, for one process at a time."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

APPLICATION_ID = 0x4C474D53
"""Number in the header of the file, for `file` and for us: "LGMS"."""

SCHEMA = 1
"""Version of the tables and of the records in them."""

LOCK_SECONDS = 1.0
"""Seconds to wait for another process that is about to end."""

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE sessions (id TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE records (
    position INTEGER PRIMARY KEY,
    session TEXT NOT NULL, part TEXT NOT NULL, kin TEXT NOT NULL, name TEXT NOT NULL, value BLOB NOT NULL,
    UNIQUE (session, part, kin, name)
);
"""
"""`kin` is the group of a record. `position` gives the order; an update keeps it."""

JOURNAL_TABLE = """
CREATE TABLE IF NOT EXISTS journal (
    session TEXT NOT NULL, number INTEGER NOT NULL, part INTEGER NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (session, number, part)
) WITHOUT ROWID
"""
"""Part 0 of a request is its head, the others are events. Only a file with a journal has this table."""


class BrokenState(Exception):
    """A state file that can't be used."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file}: {reason}")


class Statement(NamedTuple):
    """A statement of SQL with its parameters."""

    sql: str
    parameters: tuple[str | bytes | int, ...]


class Record(NamedTuple):
    session: str
    part: str
    group: str
    name: str
    value: bytes


def put(record: Record) -> Statement:
    """Add the record, or update it without moving it."""
    return Statement(
        "INSERT INTO records (session, part, kin, name, value) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET value = excluded.value",
        record,
    )


def append(record: Record) -> Statement:
    """Add the record after all others, even if it exists."""
    return Statement("REPLACE INTO records (session, part, kin, name, value) VALUES (?, ?, ?, ?, ?)", record)


def remove(session: str, part: str, group: str, name: str) -> Statement:
    return Statement(
        "DELETE FROM records WHERE session = ? AND part = ? AND kin = ? AND name = ?",
        (session, part, group, name),
    )


def drop(session: str, part: str, group: str) -> Statement:
    """Delete the records of a group."""
    return Statement("DELETE FROM records WHERE session = ? AND part = ? AND kin = ?", (session, part, group))


def empty(session: str) -> Statement:
    """Delete all records of a session."""
    return Statement("DELETE FROM records WHERE session = ?", (session,))


def put_session(session: str, value: bytes) -> Statement:
    return Statement("REPLACE INTO sessions (id, value) VALUES (?, ?)", (session, value))


def remove_session(session: str) -> Statement:
    return Statement("DELETE FROM sessions WHERE id = ?", (session,))


def put_in_journal(session: str, number: int, part: int, value: bytes) -> Statement:
    return Statement("REPLACE INTO journal VALUES (?, ?, ?, ?)", (session, number, part, value))


def drop_from_journal(session: str, before: int) -> Statement:
    """Delete the requests with lower numbers."""
    return Statement("DELETE FROM journal WHERE session = ? AND number < ?", (session, before))


def remove_journal(session: str) -> Statement:
    return Statement("DELETE FROM journal WHERE session = ?", (session,))


def put_meta(name: str, value: bytes) -> Statement:
    return Statement("REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value))


class StateFile:
    """An open state file. No other process can open it."""

    def __init__(self, file: Path, *, has_journal: bool = False) -> None:
        """Open the file, and create it if it does not exist. Delete its journal unless `has_journal`.

        Raises:
            BrokenState: it can't be used; the message contains a remedy.

        """
        self.file = file
        try:
            # it contains requests of clients, so other users must not read it
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise BrokenState(file, f"can't be opened: {error.strerror or error}") from error
        self._connection = sqlite3.connect(
            file, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare(has_journal)
        except sqlite3.Error as error:
            self.close()
            raise BrokenState(file, explained(error)) from error
        except BrokenState:
            self.close()
            raise

    def _prepare(self, has_journal: bool) -> None:
        execute = self._connection.execute
        execute("PRAGMA locking_mode = EXCLUSIVE")
        (application_id,) = execute("PRAGMA application_id").fetchone()
        (schema,) = execute("PRAGMA user_version").fetchone()
        (tables,) = execute("SELECT count(*) FROM sqlite_master").fetchone()
        if application_id != APPLICATION_ID and (tables or application_id or schema):
            raise BrokenState(
                self.file, "is a database of another program; choose another file, which will be created"
            )
        if schema > SCHEMA:
            raise BrokenState(
                self.file,
                f"was written by a newer langgraph-mock (schema {schema}; this one reads up to {SCHEMA}); "
                "update langgraph-contract, or choose another file",
            )
        execute("PRAGMA journal_mode = WAL")
        execute("PRAGMA synchronous = NORMAL")  # enough against the end of the process; see decision 26
        execute("BEGIN EXCLUSIVE")
        if not tables:
            for statement in TABLES.split(";\n"):
                execute(statement)
            execute(f"PRAGMA application_id = {APPLICATION_ID}")
            execute(f"PRAGMA user_version = {SCHEMA}")
        execute(JOURNAL_TABLE if has_journal else "DROP TABLE IF EXISTS journal")
        execute("COMMIT")

    def meta(self) -> dict[str, bytes]:
        return dict(self._rows("SELECT name, value FROM meta"))

    def sessions(self) -> dict[str, bytes]:
        return dict(self._rows("SELECT id, value FROM sessions"))

    def records(self, session: str) -> Iterator[Record]:
        """Yield the records of a session in their order."""
        rows = self._rows(
            "SELECT session, part, kin, name, value FROM records WHERE session = ? ORDER BY position",
            (session,),
        )
        return (Record(*row) for row in rows)

    def journal(self, session: str) -> list[tuple[int, int, bytes]]:
        """Return number, part and value of all rows of the journal, in their order."""
        return self._rows(
            "SELECT number, part, value FROM journal WHERE session = ? ORDER BY number, part", (session,)
        )

    def _rows(self, sql: str, parameters: tuple[str, ...] = ()) -> list[Any]:
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise BrokenState(self.file, explained(error)) from error

    def write(self, statements: Iterable[Statement]) -> None:
        """Execute the statements, all or none.

        Raises:
            BrokenState: the file can't be written.

        """
        execute = self._connection.execute
        try:
            execute("BEGIN IMMEDIATE")
            try:
                for statement in statements:
                    execute(*statement)
            except BaseException:
                execute("ROLLBACK")
                raise
            execute("COMMIT")
        except sqlite3.Error as error:
            raise BrokenState(self.file, explained(error)) from error

    def close(self) -> None:
        self._connection.close()


def damaged(reason: str) -> str:
    return f"is damaged ({reason}); move it away, and a new one will be created"


def explained(error: sqlite3.Error) -> str:
    """Return the problem with the file, and what to do."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "is in use by another process; stop that langgraph-mock, or choose another file"
    if name.startswith("SQLITE_NOTADB"):
        return "is not a state file; choose another file, which will be created"
    if name.startswith("SQLITE_CORRUPT"):
        return damaged(str(error))
    return f"can't be used: {error}"
