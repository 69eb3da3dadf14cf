"""Tests of the tables by owner: no owner finds the resources of another."""

import pytest

from mockserver.state.changes import Changes
from mockserver.state.owner_isolation import OwnerTables


@pytest.fixture
def tables():
    tables = OwnerTables(Changes(), "threads")
    tables.put("alice", "a", 1)
    tables.put("bob", "b", 2)
    return tables


def test_an_owner_finds_only_their_own(tables):
    assert tables.of("alice") == {"a": 1}
    assert tables.of("carol") == {}
    assert [*tables] == [1, 2]


def test_a_resource_is_foreign_only_to_other_owners(tables):
    assert tables.is_foreign("a", "bob")
    assert not tables.is_foreign("a", "alice")
    assert not tables.is_foreign("unknown", "alice")


def test_the_system_is_an_owner(tables):
    tables.put(None, "s", 3)
    assert tables.owner_of("s") is None
    assert tables.find("s") == 3
    assert tables.is_foreign("s", "alice")


def test_a_resource_moves_to_the_end_of_its_owner(tables):
    tables.put("alice", "c", 3)
    tables.move_to_end("alice", "a", 4)
    assert [*tables.of("alice").items()] == [("c", 3), ("a", 4)]
    assert len(tables) == 3


def test_nothing_remains_of_a_removed_resource(tables):
    tables.remove("alice", "a")
    assert "a" not in tables
    assert tables.find("a") is None
    assert [*tables] == [2]
    with pytest.raises(KeyError):
        tables.remove("alice", "a")
