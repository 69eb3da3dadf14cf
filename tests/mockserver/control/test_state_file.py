"""State files that can't be used: the error names the file and what to do."""

import sqlite3
import stat

import pytest

from mockserver.control.persistence import Persistence
from mockserver.control.state_file import APPLICATION_ID, SCHEMA, BrokenState, StateFile


@pytest.fixture
def file(tmp_path):
    return tmp_path / "state.db"


def changed(file, statement):
    connection = sqlite3.connect(file)
    connection.executescript(statement)
    connection.close()


def refused(file, reason, seed=None):
    with pytest.raises(BrokenState, match=reason) as caught:
        Persistence(file, seed=seed)
    assert str(caught.value).startswith(f"{file}: ")


def test_a_file_that_is_not_a_database(file):
    file.write_text("my notes\n" * 100)
    refused(file, "is not a state file; choose another file")
    assert file.read_text() == "my notes\n" * 100


def test_a_database_of_another_program(file):
    changed(file, "CREATE TABLE notes (text TEXT)")
    before = file.read_bytes()
    refused(file, "is a database of another program; choose another file")
    assert file.read_bytes() == before


def test_a_newer_file(file):
    StateFile(file).close()
    changed(file, f"PRAGMA user_version = {SCHEMA + 1}")
    refused(
        file, rf"was written by a newer langgraph-mock \(schema {SCHEMA + 1}; this one reads up to {SCHEMA}\)"
    )


def test_a_file_in_use(file):
    with_lock = StateFile(file)
    refused(file, "is in use by another process; stop that langgraph-mock, or choose another file")
    with_lock.close()
    StateFile(file).close()


def test_a_file_that_can_not_be_opened(tmp_path):
    refused(tmp_path / "missing" / "state.db", "can't be opened: No such file or directory")
    refused(tmp_path, "can't be opened: Is a directory")


@pytest.mark.parametrize(("seed", "option"), [(None, "without --seed"), (7, "with --seed 7")])
def test_a_file_of_another_seed(file, seed, option):
    Persistence(file, seed=seed)._file.close()
    refused(file, f"was written {option}; start langgraph-mock {option}, or choose another file", seed=8)
    Persistence(file, seed=seed)._file.close()


def test_a_damaged_file(file):
    StateFile(file).close()
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    refused(file, "is damaged .*; move it away, and a new one will be created")


def test_only_the_user_can_read_a_new_file(file):
    StateFile(file).close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_new_file_has_our_application_id(file):
    StateFile(file).close()
    assert file.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4, "big")


def test_an_empty_file_and_one_that_was_just_created_are_new(file):
    file.touch()
    StateFile(file).close()
    file.unlink()
    changed(file, "PRAGMA journal_mode = WAL")
    StateFile(file).close()
