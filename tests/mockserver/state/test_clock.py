"""Clocks: instants never repeat, and a logical clock is reproducible."""

from datetime import UTC, datetime, timedelta

from mockserver.state.clock import Clock, iso_timestamp

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


def test_a_clock_that_stands_still_never_gives_the_same_instant_twice():
    clock = Clock(lambda: NOON)
    assert [clock.now() - NOON for _ in range(3)] == [timedelta(microseconds=n) for n in range(3)]


def test_a_clock_that_is_set_back_still_advances():
    readings = iter([NOON, NOON - timedelta(hours=1)])
    clock = Clock(lambda: next(readings))
    assert clock.now() < clock.now()


def test_the_wall_clock_shows_the_time_in_utc():
    before = datetime.now(UTC)
    assert before <= Clock.wall().now() <= datetime.now(UTC) + timedelta(seconds=1)


def test_two_logical_clocks_agree():
    one, other = Clock.logical(), Clock.logical()
    assert [one.now() for _ in range(5)] == [other.now() for _ in range(5)]


def test_written_instants_sort_as_instants_do():
    # without microseconds, the first text would be shorter and sort last
    assert iso_timestamp(NOON) == "2025-06-01T12:00:00.000000+00:00"
    assert iso_timestamp(NOON) < iso_timestamp(NOON + timedelta(microseconds=1))
