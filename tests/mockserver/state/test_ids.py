"""Ids: UUIDs of the version that clients expect, reproducible by the seed."""

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

import pytest

from mockserver.state.ids import Ids

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("make", "version"),
    [
        (lambda ids: ids.thread(NOON), 7),
        (lambda ids: ids.copy(), 4),
        (lambda ids: ids.message(), 4),
        (lambda ids: ids.checkpoint(NOON), 6),
    ],
)
def test_an_id_is_a_uuid_of_its_version(make, version):
    for seed in range(50):
        uuid = UUID(make(Ids(seed)))
        assert (uuid.version, uuid.variant) == (version, RFC_4122)


def test_a_thread_id_contains_its_creation_time():
    assert UUID(Ids().thread(NOON)).int >> 80 == int(NOON.timestamp() * 1000)


def test_checkpoint_ids_sort_by_time_to_the_microsecond():
    ids = Ids(1)
    checkpoint_ids = [ids.checkpoint(NOON + timedelta(microseconds=n)) for n in range(5000)]
    assert checkpoint_ids == sorted(checkpoint_ids)


def test_the_same_seed_gives_the_same_ids():
    assert [Ids(5).copy(), Ids(5).thread(NOON)] == [Ids(5).copy(), Ids(5).thread(NOON)]


def test_other_seeds_and_no_seed_give_other_ids():
    assert len({Ids(5).copy(), Ids(6).copy(), Ids().copy(), Ids().copy()}) == 4
